import type { Component } from 'vue'
import type { Once } from '@/once'

/** A record as the API sends it. */
export type Row = Record<string, unknown> & { id: string; version?: number }

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'quiet'

export interface Option {
  value: string
  label: string
  tone?: Tone
}

/** A noun that fields point to by id. */
export type RefNoun = 'units' | 'officers' | 'enterprises' | 'openers' | 'branches' | 'endpoints' | 'tasks' | 'plans' | 'inspections' | 'complaints' | 'penalties' | 'jobs' | 'users' | 'firms' | 'rule-texts' | 'national-entries' | 'association-entries' | 'publications'

export type FieldKind =
  | 'text'
  | 'textarea'
  | 'number'
  | 'money'
  | 'degrees'
  | 'date'
  | 'month'
  | 'select'
  | 'many'
  | 'yesno'
  | 'verdict'
  | 'ref'
  | 'refs'
  | 'rows'
  | 'password'

/** One control of a form: what is asked, in which words, and how it is typed. */
export interface Field {
  key: string
  label: string
  kind?: FieldKind
  required?: boolean
  /** A draft may lack it; handing it in may not. */
  needed?: boolean
  /** Required while this holds for the values typed so far. */
  requiredWhen?: (values: Record<string, unknown>) => boolean
  hint?: string
  /** The hint of a new record, where it differs. */
  firstHint?: string
  options?: Option[] | (() => Promise<Option[]>)
  ref?: RefNoun
  /** Other words than the options may be typed, when kind is many. */
  free?: boolean
  /** The fields of each row, when kind is rows. */
  fields?: Field[]
  rowTitle?: string
  /** What the rows come to, said below them. */
  tally?: (rows: Record<string, unknown>[], draft: Record<string, unknown>) => string
  maxLength?: number
  /** Asked only when creating: the API does not let it change afterwards. */
  fixed?: boolean
  /** Asked only when changing: creating sets it. */
  changeOnly?: boolean
  /** Asked only of those who hold it. */
  permission?: string
  /** A filter that is shown only where the page's address asks by it. */
  onlyAsked?: boolean
  /** Asked only of those who are of no firm. */
  outside?: boolean
  /** Filled from the person's own account when creating. */
  own?: 'enterprise_id'
  /** The year at which a date's calendar opens; the present one without. */
  opensAt?: number
  /** Sent as empty text, where other empty choices and dates are left out. */
  sendEmpty?: boolean
  /** Asked only while this holds for the values typed so far. */
  when?: (values: Record<string, unknown>) => boolean
  initial?: unknown
  /** What an empty choice means in a list's filter; all, when left out. */
  placeholder?: string
}

export type ColumnKind =
  | 'text'
  | 'long'
  | 'date'
  | 'time'
  | 'code'
  | 'status'
  | 'statuses'
  | 'light'
  | 'money'
  | 'hundredths'
  | 'degrees'
  | 'percent'
  | 'yesno'
  | 'ref'
  | 'refs'
  | 'rows'
  | 'list'
  | 'tail'
  | 'serial'

/** One value of a record as it is shown in a table, on a card or among the facts. */
export interface Column {
  /** The key of the value; "a.b" reaches inside. */
  key: string
  label: string
  kind?: ColumnKind
  options?: Option[]
  ref?: RefNoun
  columns?: Column[]
  /** Where a row of kind rows has its own page. */
  link?: (row: Row) => string
  sort?: boolean
  /** The page that the value leads to. */
  to?: (row: Row) => string | undefined
  /** Left out of the table and the cards; shown among the facts only. */
  factOnly?: boolean
  /** Shown after everything else of the record, behind a summary. */
  last?: boolean
  /** Shown in the table and on the cards only. */
  tableOnly?: boolean
  unit?: string
  /** What is said of the row in place of the value; empty for the value itself. */
  said?: (row: Row) => string
  /** What the value of the row is called, where that depends on it. */
  named?: (row: Row) => string
  /** Left out of the facts unless this holds for the row. */
  when?: (row: Row) => boolean
}

/** The words and questions of an act; whether it is possible now is the server's answer. */
export interface ActForm {
  name: string
  fields: Field[] | ((record: Row) => Field[])
  /** What the person should know before doing it. */
  warning?: string | ((record: Row) => string)
  /** What is decided or sent, as the record says it. */
  facts?: (record: Row) => { label: string; text: string }[]
  /** What of the record speaks against it and does not hinder it. */
  doubts?: (record: Row) => string[]
  /** What is said once it is done. */
  done?: string
  danger?: boolean
  /** The page on which it is done; without, it is done in a dialog. */
  to?: (record: Row) => string
  /** Where somebody who opened the wrong dialog finds what he wants. */
  elsewhere?: (record: Row) => { label: string; to: string } | undefined
  /** What the reply says that people must read. */
  outcome?: (reply: unknown) => string[]
  /** The secret that the reply tells once, if any. */
  once?: (reply: unknown) => Once | undefined
}

/** The former record beside the form of its successor, and what the form begins with. */
export interface Following {
  title: string
  note?: string
  former: Row
  columns: Column[]
  begins: Record<string, unknown>
}

/** One touch that narrows a list. */
export interface Quick {
  label: string
  /** Whose list has it; everybody's without. */
  role?: string
  /** What it asks of the list, for the person on the day. */
  query: (user: { id: string }, today: string) => Record<string, string>
}

/** One noun of the workbench, declared. */
export interface Resource {
  /** The plural path segment, in the API and in the browser. */
  noun: string
  /** The permission's subject: "enterprise" in "enterprise:read". */
  subject: string
  title: string
  one: string
  group: Group
  /** What a reader should know about this list before using it. */
  note?: string
  columns: Column[]
  filters?: Field[]
  /** Narrowings of one touch, shown above the filters. */
  quick?: Quick[]
  /** What the search box finds; without it the list has none. */
  searchHint?: string
  /** The key of the record's own title. */
  titleKey: string
  form?: Field[]
  /** Loads what the form looks at, before it is shown. */
  prepare?: () => Promise<void>
  /** What a new record begins with where it follows another, and that one, by the link that led here. */
  follows?: (query: Record<string, unknown>) => Promise<Following | undefined>
  /** Where a record leads on to the one that follows it. */
  onward?: (row: Row) => { label: string; to: string } | undefined
  /** Whether records can be changed by PATCH; creating alone is possible without. */
  editable?: boolean
  /** There is no page of one record: its values are shown beside the list. */
  listOnly?: boolean
  /** Where creating is another permission or another word than usual. */
  createPermission?: string
  changePermission?: string
  createLabel?: string
  /** What a new record is saved as, and what is said once it is. */
  saves?: { label: string; done: string }
  /** What whoever opens the record, or changes it, must see first. */
  alert?: (record: Row) => { title: string; text: string } | undefined
  /** What the page of a record is called, from its card, where the value of its title says too little. */
  heading?: (told: Row) => string
  /** What the page that changes a record is called. */
  changes?: (record: Row) => string
  acts?: ActForm[]
  /** The secret that the reply to creating tells once, if any. */
  once?: (reply: unknown) => Once | undefined
  /** Where the list stands in the menu of fewer people than may read it. */
  menuPermission?: string | string[]
  /** What the list is narrowed to when it is opened from the menu. */
  menuQuery?: Record<string, string>
  /** What is asked of the server where the filter of that key is left empty. */
  unasked?: Record<string, string>
  sort?: string
  /** Where the list is taken out as a file by another route, another permission or under other terms than usual. */
  file?: { path: string; permission: string; note: string }
  /** Its page shows a day of its own choice, so that it needs no other view of a past day. */
  ownDay?: boolean
  /** The noun of its attachments, where its records may have some. */
  attachments?: string
  /** What the attachments are called, where that is more than 附件. */
  attachmentsTitle?: string
  /** What the attachments are to show; the rest is other. */
  materials?: string[]
  /** Which of these there must be. */
  needs?: string[]
  /** The record's page on the public site, once it has one. */
  publicPage?: (row: Row) => { label: string; href: string } | undefined
  /** A page that shows what the list's question finds as a picture. */
  picture?: { path: string; title: string }
  /** A part of this noun's own above its list; it gets the list's query. */
  head?: () => Promise<Component>
  /** A page part of this noun's own, below the facts. */
  panel?: () => Promise<Component>
}

export type Group = '督办' | '监管' | '信用' | '系统'
export const groups: Group[] = ['督办', '监管', '信用', '系统']
