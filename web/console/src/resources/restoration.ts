import type { ActForm, Field, Row } from './types'

interface Filings {
  restored_filings: string[]
  remaining_filings: string[]
  unseen_filings?: number
}

/** How many filings are named before the rest is only counted. */
const named = 20
const listed = (names: string[]) => (names.length > named ? `${names.slice(0, named).join('、')}等` : names.join('、'))

/** What the register would say of the filings that lapsed with the entry, before it is taken back. */
const foreseen = ({ would_restore: filings }: Row) => {
  const { restored_filings: restored, remaining_filings: remaining, unseen_filings: unseen } = (filings as Filings | undefined) ?? { restored_filings: [], remaining_filings: [] }
  return [
    restored.length > 0 ? `将恢复备案 ${String(restored.length)} 件：${listed(restored)}` : '没有因它失效、现在能恢复的备案',
    ...remaining.map((one) => `不恢复：${one}`),
    ...(unseen ? [`还有 ${String(unseen)} 件已失效的备案没有逐件列出，办理时和当夜的定时任务逐件核对`] : []),
  ]
}

/** Takes an entry back that was wrong; says beforehand and afterwards which filings hold again. */
export const restoration = (warning: string, asked: Field[] = []): ActForm => ({
  name: 'restore',
  warning,
  doubts: foreseen,
  fields: [
    ...asked,
    { key: 'basis', label: '依据', required: true, maxLength: 100, hint: '如更正的文号、核实的材料' },
    { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 },
  ],
  outcome: (reply) => {
    const { restored_filings, remaining_filings, unseen_filings: unseen } = reply as Filings
    return [
      restored_filings.length > 0 ? `恢复备案 ${String(restored_filings.length)} 件：${restored_filings.join('、')}` : '没有因它失效的备案',
      ...remaining_filings.map((one) => `未恢复：${one}`),
      ...(unseen ? [`还有 ${String(unseen)} 件较多，当夜的定时任务逐件核对，符合的恢复`] : []),
    ]
  },
})
