import { defineStore } from 'pinia'
import { ref } from 'vue'
import { all, request } from './api/client'
import type { Option } from './resources/types'

/** What one person was told of an event, in the words of then. */
export interface Notification {
  id: string
  event: string
  event_title: string
  subject: string
  text: string
  noun: string
  record_id: string
  urgent: boolean
  read_at: string | null
  created_at: string
  version: number
}

export interface EventValue {
  name: string
  title: string
  sample: string
}

/** An event with what is said of it today. */
export interface EventTexts {
  id: string
  title: string
  urgent: boolean
  values: EventValue[]
  subject: string
  text: string
  sms: string
  number: number
  author: string
}

let events: Promise<EventTexts[]> | null = null

/** Every event that people are told of; asked for again after a failure. */
export function eventTexts(again = false): Promise<EventTexts[]> {
  if (!events || again) {
    events = all<EventTexts>('/notification-events')
    events.catch(() => (events = null))
  }
  return events
}

export async function eventOptions(): Promise<Option[]> {
  return (await eventTexts()).map(({ id, title }) => ({ value: id, label: title }))
}

/** The text with samples in place of its values, and the names that the event does not have. */
export function preview(text: string, values: EventValue[]): { text: string; unknown: string[] } {
  const unknown: string[] = []
  const filled = text.replace(/\{([^{}]*)\}/g, (found, name: string) => {
    const value = values.find((one) => one.name === name)
    if (!value) unknown.push(name)
    return value?.sample ?? found
  })
  return { text: filled, unknown }
}

/** How many notifications the person has not read; the bell shows it. */
export const useUnread = defineStore('unread', () => {
  const count = ref(0)
  async function refresh() {
    try {
      count.value = (await request<{ unread: number }>('GET', '/notification-count')).data.unread
    } catch {
      // the bell keeps its last number; the page itself tells what is wrong
    }
  }
  return { count, refresh }
})
