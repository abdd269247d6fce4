import { anchorOf } from './anchor'
import { roles } from './words'

/** One page of the manual in docs/手册; its file has its title for a name. */
export interface ManualPage {
  id: string
  title: string
}

/** The pages: what everybody reads first, then one for each role, the public's, and that of whoever runs the server. */
export const manualPages: ManualPage[] = [
  { id: 'sign-in', title: '登录与账号安全' },
  ...roles.map(({ value, label }) => ({ id: value, title: label })),
  { id: 'public', title: '公众' },
  { id: 'operating', title: '运维' },
]

const texts = import.meta.glob<string>('../../../docs/手册/*.md', { query: '?raw', import: 'default' })
const pictures = import.meta.glob<string>('../../../docs/手册/图/*.png', { query: '?url', import: 'default', eager: true })
const folder = '../../../docs/手册/'

/** The Markdown of a page. */
export async function textOf(page: ManualPage): Promise<string> {
  const read = texts[`${folder}${page.title}.md`]
  if (!read) throw new Error(`手册中没有“${page.title}”`)
  return read()
}

/** Where the browser finds a picture that the text calls 图/x.png. */
export const pictureOf = (href: string) => pictures[folder + decodeURI(href)] ?? ''

/** The anchors of a text's sections (## and below). */
export const anchorsIn = (text: string) => [...text.matchAll(/^#{2,4} +(.+)$/gm)].map(([, heading]) => anchorOf(heading!))

/** The address inside the manual of a link between its files, "执法人员.md#我的待办". */
export function addressOf(href: string): string | undefined {
  const [file = '', anchor] = decodeURI(href).split('#')
  if (file === '' && anchor) return `#${anchor}`
  if (file === 'README.md') return '/help'
  const page = manualPages.find(({ title }) => file === `${title}.md`)
  return page && `/help/${page.id}${anchor ? `#${anchor}` : ''}`
}

/** The first of the pages whose text has the section; without a section, the first. */
export async function pageWith(ids: string[], anchor: string): Promise<ManualPage> {
  const asked = ids.map((id) => manualPages.find((page) => page.id === id)).filter((page) => page !== undefined)
  const offered = [...asked, manualPages[0]!]
  if (!anchor) return offered[0]!
  for (const page of offered) {
    if (anchorsIn(await textOf(page)).includes(anchor)) return page
  }
  return offered[0]!
}
