// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RouteRecordRaw } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { pictures } from '../e2e/pictures'
import { anchorOf } from '@/anchor'
import { addressOf, anchorsIn, manualPages, pageWith, textOf } from '@/manual'
import { roles } from '@/words'
import { routes } from '@/router'

const top = join(import.meta.dirname, '../../..')
const folder = join(top, 'docs/手册')
const read = (title: string) => readFileSync(join(folder, `${title}.md`), 'utf8')
const files = readdirSync(folder).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3))

/** What each role may do, as the server reads it. */
function permissionsOf(role: string): Set<string> {
  const lines = readFileSync(join(top, 'policy/access/roles.csv'), 'utf8').split('\n').map((line) => line.split(',').map((cell) => cell.trim()))
  const mine = [role]
  for (const each of mine) mine.push(...lines.filter(([kind, who]) => kind === 'g' && who === each).map(([, , up]) => up!))
  return new Set(lines.filter(([kind, who]) => kind === 'p' && mine.includes(who!)).map(([, , permission]) => permission!))
}

const sectionOf = ({ meta }: RouteRecordRaw) => meta!.section ?? meta!.title
const pages = routes.filter(({ meta }) => meta)

describe('the manual', () => {
  it('has a page for each role, and no other', () => {
    expect(files.toSorted()).toEqual(['README', ...manualPages.map(({ title }) => title)].toSorted())
  })

  for (const { value, label } of roles) {
    it(`tells ${label} of every page that ${label} can open`, () => {
      const may = permissionsOf(value)
      const told = new Set([...anchorsIn(read(label)), ...anchorsIn(read('登录与账号安全'))])
      const missing = pages
        .filter(({ meta }) => !meta!.permission || may.has(meta!.permission))
        .filter((route) => !told.has(anchorOf(sectionOf(route))))
        .map((route) => `docs/手册/${label}.md: write a section “## ${sectionOf(route)}” about the page ${route.path}, which this role can open`)
      expect([...new Set(missing)]).toEqual([])
    })
  }

  it('tells of the pages before sign-in where everybody may read', () => {
    const told = anchorsIn(read('登录与账号安全'))
    for (const route of pages.filter(({ meta }) => meta!.open)) expect(told, route.path).toContain(anchorOf(sectionOf(route)))
  })

  it('has no two sections of one name in a page', () => {
    for (const file of files) {
      const anchors = anchorsIn(read(file))
      expect(anchors.filter((anchor, i) => anchors.indexOf(anchor) !== i), file).toEqual([])
    }
  })

  it('links only to what is there', () => {
    for (const file of files) {
      for (const [, href] of read(file).matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)) {
        expect(addressOf(href!), `${file}: ${href}`).toBeTruthy()
        const [to, anchor] = href!.split('#')
        if (anchor) expect(anchorsIn(read(to ? to.slice(0, -3) : file)), `${file}: ${href}`).toContain(anchor)
      }
    }
  })

  it('shows only pictures that the browser test makes, and all of them', () => {
    const shown = files.flatMap((file) => [...read(file).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words, href]) => ({ file, words, href: href! })))
    for (const { file, words, href } of shown) {
      expect(words, `${file}: ${href} needs words for those who do not see it`).not.toBe('')
      expect(existsSync(join(folder, href)), `${file}: ${href} is missing; run make manual`).toBe(true)
    }
    const made = pictures.map(({ name }) => `图/${name}.png`).toSorted()
    expect([...new Set(shown.map(({ href }) => href))].toSorted(), 'web/console/e2e/pictures.ts').toEqual(made)
    expect(readdirSync(join(folder, '图')).map((name) => `图/${name}`).toSorted(), 'docs/手册/图').toEqual(made)
  })

  it('calls buttons, states and menus as the screen does', () => {
    const screen = words()
    const wrong = files.flatMap((file) => [...read(file).matchAll(/【([^】]+)】/g)].filter(([, word]) => !screen(word!)).map(([, word]) => `docs/手册/${file}.md: 【${word}】 is not on any screen`))
    expect(wrong).toEqual([])
  })

  it('lists the terms as the first table of terms has them', () => {
    const table = readFileSync(join(top, 'policy/rulebook/deadlines.yaml'), 'utf8')
    const terms = [...table.matchAll(/title: (.+)\n\s+value: (\d+)\n(?:\s+warn: .+\n)?\s+unit: (\w+)/g)]
    expect(terms.length).toBe(table.match(/^ {2}- id: /gm)!.length)
    const said: Record<string, (n: string) => string> = { calendar_day: (n) => `${n} 日`, working_day: (n) => `${n} 个工作日`, day_of_month: (n) => `每月 ${n} 日` }
    for (const [, title, value, unit] of terms) expect(read('README')).toContain(`| ${title} | ${said[unit!]!(value!)} |`)
  })

  it('opens at the section for the page, in the reader’s own manual first', async () => {
    expect((await pageWith(['inspector'], anchorOf('行政检查'))).title).toBe('执法人员')
    expect((await pageWith(['auditor', 'inspector'], anchorOf('我的待办'))).title).toBe('审计员')
    expect((await pageWith(['inspector'], anchorOf('账号安全'))).title).toBe('登录与账号安全')
    expect((await pageWith([], '')).title).toBe('登录与账号安全')
    expect(await textOf(manualPages[0]!)).toContain('# 登录与账号安全')
  })
})

/** Whether people can see the word: it stands in the sources of the console, the public pages or the acts. */
function words(): (word: string) => boolean {
  const sources = ['web/console/src', 'web/portal', 'casework', 'model', 'jobs']
    .flatMap((dir) => readdirSync(join(top, dir), { recursive: true }).map((name) => join(top, dir, String(name))))
    .filter((name) => /\.(vue|ts|go|html)$/.test(name) && !name.endsWith('_test.go'))
    .map((name) => readFileSync(name, 'utf8'))
  const all = sources.join('\n')
  const has = (word: string) => all.includes(`“${word}”`) || new RegExp(`[>\\s'"\`]${escaped(word)}[<（'"\`\\s]`).test(all)
  return (word) => has(word) || ['确定', '新建', '建立', '修改'].some((verb) => word.startsWith(verb) && has(word.slice(verb.length)))
}
const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
