import { invalid, Problem } from '#kernel/problem.ts'
import type { Services } from '#kernel/services.ts'
import { authOf } from './auth-of.ts'

export type NewAccount = { email: string; password: string; name: string }

/** A user of the auth library, signed in: the cookies are for the browser that asked, whose headers name the device. */
export async function createAccount(
  services: Services,
  account: NewAccount,
  headers: Headers = new Headers(),
): Promise<{ userId: string; cookies: string[] }> {
  const response = await authOf(services).api.signUpEmail({ body: account, headers, asResponse: true })
  if (!response.ok) throw await refusalOf(response)
  const { user } = (await response.json()) as { user: { id: string } }
  return { userId: user.id, cookies: response.headers.getSetCookie() }
}

async function refusalOf(response: Response) {
  const { code } = (await response.json()) as { code?: string }
  if (code?.startsWith('USER_ALREADY_EXISTS') || code === 'FAILED_TO_CREATE_USER') return new Problem('already_set_up')
  if (code?.startsWith('PASSWORD'))
    return invalid('/owner/password', code === 'PASSWORD_TOO_LONG' ? 'max_length' : 'min_length', { limit: 10 })
  return invalid('/owner/email', 'format_email')
}
