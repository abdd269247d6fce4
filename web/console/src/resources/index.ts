import { audit } from './audit'
import { editionEntries, editions } from './editions'
import { endpoints } from './endpoints'
import { enterprises } from './enterprises'
import { inspections } from './inspections'
import { jobs } from './jobs'
import type { Resource } from './types'
import { units } from './units'
import { users } from './users'

/** Every noun of the workbench, in the order of the menu. */
export const resources: Resource[] = [
  enterprises,
  endpoints,
  inspections,
  editions,
  editionEntries,
  jobs,
  users,
  units,
  audit,
]
