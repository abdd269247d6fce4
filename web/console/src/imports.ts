import type { Act, AuditEntry } from './card'
import type { Option } from './resources/types'

export interface SheetCount {
  noun: string
  title: string
  rows: number
  new: number
  changed: number
  same: number
  faulty: number
}

/** A file of records, from its upload until it is promoted or given up. */
export interface Import {
  id: string
  number: string
  kind: string
  file_name: string
  file_size: number
  format: string
  status: string
  /** What it did when it was halted. */
  halted_from: string
  /** How often it failed since it was last moved. */
  attempts: number
  counts: SheetCount[] | null
  rows: number
  faults: number
  warnings: number
  confirmed: number
  outcome: string
  uploaded_by?: string
  uploaded_by_name: string
  promoted_by_name: string
  created_at: string
  checked_at: string | null
  promoted_at: string | null
  /** The warnings by their kinds, on the page of one import. */
  doubts?: Doubts[]
  /** Whether others wait with their saves while its promotion is decided, on the page of one import. */
  others_wait?: boolean
  /** For how many seconds they would, as the server's last ones went, on the page of one import; 0 where none was measured. */
  expected_seconds?: number
  /** Whether it is known which records its rows became, or would, on the page of one import. */
  brought?: boolean
  /** How many rows the work that is going on has passed. */
  done: number
}

export interface Doubts {
  sheet: string
  column: string
  key: string
  reason: string
  count: number
  open: number
  detail: string
  /** Whether each of them has to be looked at by itself. */
  one_by_one: boolean
}

/** What a row would do to the register as it is now. */
export interface ImportedRow {
  noun: string
  /** Of the record, once there is one that the reader may see. */
  id: string
  sheet: string
  row: number
  name: string
  /** It changes a record, else it adds one. */
  changed: boolean
  faulty: boolean
  cells: { column: string; before: string; after: string }[]
}

export interface ImportCard {
  record: Import
  acts: Act[] | null
  history: AuditEntry[] | null
}

export interface Fault {
  id: string
  place: number
  sheet: string
  row: number
  cell: string
  column: string
  warning: boolean
  stands_for: number
  detail: string
  confirmed_by: string
  confirmed_at: string | null
  confirm_reason: string
}

/** How the new records of a kind are counted, and by which permission they are seen. */
export const broughtKinds: Record<string, { counted: string; permission: string }> = {
  enterprises: { counted: '家企业', permission: 'enterprise:read' },
  licences: { counted: '项许可', permission: 'licence:read' },
  branches: { counted: '家分支机构', permission: 'branch:read' },
  endpoints: { counted: '个末端网点', permission: 'endpoint:read' },
  inspections: { counted: '次检查', permission: 'inspection:read' },
  penalties: { counted: '件行政处罚', permission: 'penalty:read' },
  complaints: { counted: '件申诉', permission: 'complaint:read' },
}

export const importKinds: Option[] = [
  { value: 'register', label: '登记簿' },
  { value: 'history', label: '历史数据（上线切换）' },
]

export const importStates: Option[] = [
  { value: 'uploaded', label: '正在检查', tone: 'info' },
  { value: 'faulty', label: '有错误', tone: 'bad' },
  { value: 'checked', label: '检查通过', tone: 'warn' },
  { value: 'promoting', label: '正在入库', tone: 'info' },
  { value: 'promoted', label: '已入库', tone: 'good' },
  { value: 'halted', label: '停下', tone: 'bad' },
  { value: 'discarded', label: '已放弃', tone: 'quiet' },
]

export const importSteps = ['下载模板', '上传', '检查结果', '确认提醒', '入库'] as const

/** The step at which an import stands, from 0. */
export function stepOf({ status, halted_from, warnings, confirmed }: Import): number {
  if (status === 'halted') return halted_from === 'promoting' ? 4 : 2
  if (status === 'promoted' || status === 'promoting') return 4
  if (status === 'checked') return warnings > confirmed ? 3 : 4
  return 2
}

/** Whether the server works on it now. */
export const isAtWork = ({ status }: Import) => status === 'uploaded' || status === 'promoting'
