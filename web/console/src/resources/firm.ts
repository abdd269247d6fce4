import type { Field } from './types'

/** Narrows a list to the records of one enterprise; a list that has it is linked from the enterprise's card. */
export const firmFilter: Field = { key: 'enterprise_id', label: '企业', kind: 'ref', ref: 'enterprises', outside: true }
