import { request } from '@/api/client'
import type { Mistake } from '@/draft'
import type { Field, Option } from '@/resources/types'

/** A unit or group as a plan names it; without an id it is not in the register. */
export interface PlanUnit {
  text: string
  id: string
}

/** A milestone of a task in a draft. */
export interface PlanStep {
  title: string
  deliverable: string
  owner: string
  owner_text: string
  weight: number
  due_on: string
}

/** A task of a draft. */
export interface PlanTask {
  id: string
  number: number
  group_title: string
  name: string
  content: string
  lead: string
  lead_text: string
  support: PlanUnit[] | null
  responsible: PlanUnit[] | null
  body_lead_text: string
  start_on: string
  due_on: string
  rhythm: string
  milestones: PlanStep[] | null
}

/** Something about a draft that must be mended before it is issued, or that somebody should look at. */
export interface PlanProblem {
  error: boolean
  task: number
  step: number
  field: string
  detail: string
  proposals: string[] | null
  sheet: string
  cell: string
  line: number
}

/** A unit or group that may be chosen. */
interface UnitChoice {
  id: string
  title: string
  group: boolean
  members: string[] | null
}

/** The units and groups of a day. */
export async function unitsOn(day: string): Promise<UnitChoice[]> {
  return (await request<{ units: UnitChoice[] }>('GET', '/plan-units', { query: { day: day || undefined } })).data.units
}

/** Where a problem is, in words. */
export function placeOf({ task, step, sheet, cell, line }: PlanProblem): string {
  const at = sheet ? `${sheet} ${cell}` : line ? `第 ${line} 行` : ''
  const of = task ? `第 ${task} 项${step ? `第 ${step} 个里程碑` : ''}` : '方案'
  return at ? `${at}（${of}）` : of
}

/** A problem with what may be meant. */
export function wordsOf({ detail, proposals }: PlanProblem): string {
  return proposals?.length ? `${detail}，是不是“${proposals.join('”“')}”？` : detail
}

const rhythms: Option[] = [
  { value: 'monthly', label: '月报' },
  { value: 'quarterly', label: '季报' },
]

/** The form of a task, with the units that may be chosen and the groups (结构) that the draft has already. */
export function taskFields(units: UnitChoice[], groups: string[]): Field[] {
  const single = units.filter(({ group }) => !group).map(({ id, title }) => ({ value: id, label: title }))
  const all = units.map(({ id, title, group, members }) => ({ value: id, label: group ? `${title}（${members?.length ?? 0} 个单位）` : title }))
  return [
    { key: 'name', label: '工作任务', required: true, maxLength: 200 },
    { key: 'group_title', label: '结构', needed: true, maxLength: 60, hint: groups.length ? `已有：${groups.join('、')}` : '任务的分组，如 主体任务' },
    { key: 'content', label: '具体内容', kind: 'textarea', needed: true, maxLength: 10000 },
    { key: 'lead', label: '牵头单位', kind: 'select', options: single, needed: true },
    { key: 'support', label: '配合单位', kind: 'many', options: all, hint: '可以选一类单位，如各乡镇人民政府' },
    { key: 'responsible', label: '责任单位', kind: 'many', options: all },
    { key: 'start_on', label: '启动日期', kind: 'date', hint: '不填的印发后再设定' },
    { key: 'due_on', label: '完成时限', kind: 'date', hint: '不填的以方案的完成时限为准' },
    { key: 'rhythm', label: '报送周期', kind: 'select', options: rhythms, initial: 'monthly' },
    {
      key: 'milestones',
      label: '里程碑',
      kind: 'rows',
      rowTitle: '一个里程碑',
      hint: '可以没有；有的权重合计 100。',
      tally: (rows) => `权重合计 ${rows.reduce((sum, row) => sum + (Number(row.weight) || 0), 0)}，应为 100`,
      fields: [
        { key: 'title', label: '里程碑', required: true, maxLength: 100 },
        { key: 'due_on', label: '时限', kind: 'date', required: true },
        { key: 'weight', label: '权重', kind: 'number', required: true },
        { key: 'deliverable', label: '交付成果', required: true, maxLength: 300 },
        { key: 'owner', label: '负责单位', kind: 'select', options: single, hint: '不填为牵头单位' },
      ],
    },
  ]
}

const ids = (units: PlanUnit[] | null) => (units ?? []).map(({ id }) => id).filter(Boolean)

/** A task as its form takes it: units by their ids, those that are not known left out. */
export function typedTask(task: PlanTask, problems: { field: string; error: boolean }[] = []) {
  const unread = problems.some(({ field, error }) => field === 'rhythm' && error)
  return { ...task, rhythm: unread ? '' : task.rhythm, support: ids(task.support), responsible: ids(task.responsible), milestones: task.milestones ?? [] }
}

/** The words of a task that name no unit, which the form cannot show. */
export function unknownIn(task: PlanTask): string[] {
  const lost = [...(task.support ?? []), ...(task.responsible ?? [])].filter(({ id }) => !id).map(({ text }) => text)
  return !task.lead && task.lead_text ? [task.lead_text, ...lost] : lost
}

/** What of a task does not fit together, told before it is sent. */
export function checkTask(draft: Record<string, unknown>): Mistake[] {
  const start = String(draft.start_on ?? '')
  const due = String(draft.due_on ?? '')
  return start && due && due <= start ? [{ path: 'due_on', detail: '完成时限应晚于启动日期' }] : []
}
