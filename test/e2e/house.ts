import type { TestServer } from './server.ts'

/** A company of two: Marta, who owns it, reads Spanish; Iván, who helps to run it, reads English. */
export const people = {
  es: { name: 'Marta Soler', email: 'marta@lumbre.example' },
  en: { name: 'Iván Ferrer', email: 'ivan@lumbre.example' },
} as const
export const password = 'una frase larga'

export type House = { url: string; dataDir: string; apiKey: string }
export type Send = (key: string, body?: object) => Promise<any>

export const house = (): House => JSON.parse(process.env.TANDEM_E2E_HOUSE!)

/** Speaks to the API as a program would: `send('POST /contacts', { … })`. Throws what is refused. */
export function sender({ url, apiKey }: Pick<House, 'url'> & { apiKey?: string }): Send {
  return async (key, body) => {
    const [method, path] = key.split(' ')
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: method!,
      headers: {
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${key} answered ${answer.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

/** First run by Marta; Iván joins through the invitation that lies in the mailbox. */
export async function furnish({ url, dataDir }: TestServer): Promise<House> {
  const { apiKey } = await sender({ url })('POST /setup', {
    workspace: { name: 'Lumbre', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
    owner: { ...people.es, password },
  })
  const send = sender({ url, apiKey })
  const { items: roles } = await send('GET /roles')
  await send('POST /invitations', {
    email: people.en.email,
    fullName: people.en.name,
    roleId: roles.find((role: { key: string }) => role.key === 'admin').id,
    locale: 'en',
  })
  const { items } = await send(`GET /mailbox?q=${encodeURIComponent(people.en.email)}`)
  const { text } = await send(`GET /mailbox/${items[0].id}`)
  const [, token] = /\/invitations\/([\w-]+)/.exec(text)!
  await sender({ url })(`POST /invitations/${token}/acceptance`, { password, timeZone: 'Europe/Madrid' })
  return { url, dataDir, apiKey }
}
