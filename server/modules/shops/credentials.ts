import { Value } from 'typebox/value'
import { ShopCredentials } from '#contract/shops.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { decrypt, deriveKey, encrypt } from '#kernel/secrets.ts'
import type { ShopKind } from './connectors/connector.ts'
import { connectors } from './connectors/kinds.ts'

/** One key for each connection: what is sealed for one opens for no other. */
const keyOf = (secret: string, workspaceId: string, shopId: string) =>
  deriveKey(secret, `shop credentials ${workspaceId} ${shopId}`)

export const seal = (secret: string, workspaceId: string, shopId: string, credentials: ShopCredentials): string =>
  encrypt(keyOf(secret, workspaceId, shopId), JSON.stringify(credentials))

export function unseal(secret: string, workspaceId: string, shopId: string, sealed: string): ShopCredentials {
  const opened: unknown = JSON.parse(decrypt(keyOf(secret, workspaceId, shopId), sealed))
  if (!Value.Check(ShopCredentials, opened)) throw new Error(`credentials of shop ${shopId} cannot be read`)
  return opened
}

/** Only what the kind uses, without blanks around it. 422 names what is missing. */
export function credentialsFor(kind: ShopKind, given: ShopCredentials): ShopCredentials {
  const { needs, hasWebhooks } = connectors[kind]
  const used = [...needs, ...(hasWebhooks ? (['webhookSecret'] as const) : [])]
  const trimmed = Object.fromEntries(
    used.flatMap((name) => {
      const value = given[name]?.trim()
      return value ? [[name, value]] : []
    }),
  ) satisfies ShopCredentials
  const missing = needs.filter((name) => !(name in trimmed))
  const errors: FieldError[] = missing.map((name) => ({ pointer: `/credentials/${name}`, rule: 'required' }))
  // Header values: what a clipboard brings along would make every request fail without saying why.
  for (const [name, value] of Object.entries(trimmed))
    if (!/^[\x21-\x7e]+$/.test(value)) errors.push({ pointer: `/credentials/${name}`, rule: 'pattern' })
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  return trimmed
}

/** Enough to tell two keys apart. */
export const hintsOf = ({ webhookSecret: _, ...keys }: ShopCredentials): Record<string, string> =>
  Object.fromEntries(Object.entries(keys).flatMap(([name, value]) => (value ? [[name, `…${value.slice(-4)}`]] : [])))
