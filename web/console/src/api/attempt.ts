import { Problem } from './problem'

/** A random UUID; crypto.randomUUID is missing on plain-HTTP intranet addresses. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/**
 * One intention of the user. While the outcome is unknown (no reply, 5xx), sending
 * the same body again carries the same key, so that it cannot be done twice; after a
 * definite answer, or with another body, the key is new.
 */
export class Attempt {
  private key = ''
  private sent = ''

  async run<T>(body: unknown, send: (key: string) => Promise<T>): Promise<T> {
    const text = JSON.stringify(body) ?? ''
    if (!this.key || text !== this.sent) this.key = uuid()
    this.sent = text
    try {
      const reply = await send(this.key)
      this.key = ''
      return reply
    } catch (cause) {
      if (!(cause instanceof Problem && cause.isUncertain)) this.key = ''
      throw cause
    }
  }
}
