import type { Locale } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { Refused } from '#kernel/refused.ts'
import type { Services } from '#kernel/services.ts'
import { makeDemo, type SignIn } from './start-demo.ts'

/** What `tandem demo` does: a workspace of its own, and what to sign in with. */
export async function demoByCommand(services: Services, locale: Locale): Promise<SignIn> {
  try {
    return (await makeDemo(services, { locale }, async () => {})).signIn
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'already_set_up')) throw error
    throw new Refused({ es: 'La empresa de demostración ya está cargada.', en: 'The demo company is loaded already.' })
  }
}
