/** One wrong field of a request, named by JSON pointer. */
export interface FieldProblem {
  pointer: string
  reason: string
  detail: string
}

interface ProblemBody {
  title?: string
  status?: number
  code?: string
  detail?: string
  errors?: FieldProblem[]
  request_id?: string
}

const fallbacks: Record<number, string> = {
  0: '网络不通，请检查连接后重试',
  401: '登录已失效，请重新登录',
  403: '您没有办理此事的权限',
  404: '记录不存在，或不在您的管辖范围内',
  409: '记录当前的状态不允许这样办理',
  412: '他人已修改这条记录',
  429: '操作太频繁，请稍候再试',
  503: '服务暂时不可用，请稍候再试',
}

/** A refusal by the server (RFC 9457), or the network's silence as status 0. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: FieldProblem[]
  readonly requestId: string

  constructor(status: number, body: ProblemBody = {}) {
    super(body.detail || fallbacks[status] || body.title || `服务器返回了意外的结果（${status}）`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? ''
    this.fields = body.errors ?? []
    this.requestId = body.request_id ?? ''
  }

  /** Somebody changed the record since it was loaded. */
  get isStale(): boolean {
    return this.status === 412
  }

  /** The same request may still succeed, or may already have: retry it with the same key. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500 || this.code.endsWith('in_flight')
  }
}

/** Reads a failed reply, whatever its body turns out to be. */
export async function problemOf(reply: Response): Promise<Problem> {
  const text = await reply.text().catch(() => '')
  try {
    const body: unknown = JSON.parse(text)
    return new Problem(reply.status, body && typeof body === 'object' ? (body as ProblemBody) : {})
  } catch {
    return new Problem(reply.status)
  }
}

/** Wraps whatever was thrown, so that pages handle one kind of failure. */
export function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause
  return new Problem(0, { detail: cause instanceof Error ? `页面出错：${cause.message}` : undefined })
}

/** The field key path of a pointer: "/members/2/name" → "members.2.name". */
export function pointerToPath(pointer: string): string {
  return pointer
    .replace(/^#?\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .filter((part, index) => !(index === 0 && part === 'body'))
    .join('.')
}
