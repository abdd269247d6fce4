import { address, onSignedOut, type Query } from './client'
import { Problem } from './problem'

/** Sends one file as it is and tells how much of it has gone, from 0 to 1. */
export function upload<T>(path: string, query: Query, file: Blob, key: string, progress: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest() // fetch does not tell how far it is
    sending.open('POST', address(path, query))
    sending.setRequestHeader('Accept', 'application/json')
    sending.setRequestHeader('Content-Type', 'application/octet-stream')
    sending.setRequestHeader('Idempotency-Key', key)
    sending.upload.addEventListener('progress', (event) => progress(event.lengthComputable ? event.loaded / event.total : 0))
    for (const failure of ['error', 'timeout', 'abort']) sending.addEventListener(failure, () => reject(new Problem(0)))
    sending.addEventListener('load', () => {
      let body: unknown
      try {
        body = JSON.parse(sending.responseText)
      } catch {
        body = undefined
      }
      if (sending.status >= 200 && sending.status < 300) return resolve(body as T)
      if (sending.status === 401) onSignedOut.run()
      reject(new Problem(sending.status, body && typeof body === 'object' ? body : {}))
    })
    sending.send(file)
  })
}
