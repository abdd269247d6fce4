import type { Field } from './types'

/** Narrows a list to the records of one enterprise; a list that has it is linked from the enterprise's card. */
export const firmFilter: Field = { key: 'enterprise_id', label: '企业', kind: 'ref', ref: 'enterprises', outside: true }

/** Narrows a list to the new records of one import, whose page leads to it. */
export const importFilter: Field = { key: 'import_no', label: '批量导入的批次', maxLength: 40, permission: 'import:read', onlyAsked: true }
