import { accountRequests } from './account-requests'
import { audit } from './audit'
import { brandAgreements } from './brand-agreements'
import { branches } from './branches'
import { certificates } from './certificates'
import { clocks } from './clocks'
import { complaints } from './complaints'
import { consultations } from './consultations'
import { deliveries } from './deliveries'
import { dutyFacts } from './duty-facts'
import { editionEntries, editions } from './editions'
import { endpoints } from './endpoints'
import { enterprises } from './enterprises'
import { inspections } from './inspections'
import { jobs } from './jobs'
import { licences } from './licences'
import { associationEntries, nationalEntries } from './lists'
import { monthlyReturns } from './monthly-returns'
import { networkParts } from './network-parts'
import { penalties } from './penalties'
import { planDrafts, plans } from './plans'
import { publications } from './publications'
import { taskFormReturns, taskForms } from './task-forms'
import { coordinations } from './coordinations'
import { taskSlips } from './task-slips'
import { taskPapers } from './task-papers'
import { taskReports } from './task-reports'
import { tasks } from './tasks'
import { ruleTexts } from './rule-texts'
import { tokens } from './tokens'
import type { Resource } from './types'
import { units } from './units'
import { users } from './users'

/** Every noun of the workbench, in the order of the menu. */
export const resources: Resource[] = [
  tasks,
  taskReports,
  taskForms,
  taskFormReturns,
  taskSlips,
  coordinations,
  taskPapers,
  plans,
  planDrafts,
  enterprises,
  licences,
  brandAgreements,
  branches,
  endpoints,
  networkParts,
  monthlyReturns,
  dutyFacts,
  inspections,
  complaints,
  penalties,
  clocks,
  editions,
  editionEntries,
  publications,
  nationalEntries,
  associationEntries,
  jobs,
  users,
  accountRequests,
  tokens,
  certificates,
  units,
  ruleTexts,
  deliveries,
  consultations,
  audit,
]
