import { audit } from './audit'
import { enterprises } from './enterprises'
import type { Resource } from './types'
import { units } from './units'
import { users } from './users'

/** Every noun of the workbench, in the order of the menu. */
export const resources: Resource[] = [enterprises, users, units, audit]
