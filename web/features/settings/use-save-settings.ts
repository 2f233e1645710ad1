import { useQueryClient } from '@tanstack/react-query'
import { api, etagOf, type InputOf, type ReplyOf } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { invalidate, queryKeyOf } from '../../kernel/query.ts'
import { useToast } from '../../kernel/toast.tsx'

export type Settings = ReplyOf<'GET /settings'>
type Change = NonNullable<InputOf<'PATCH /settings'>['body']>

/** Saves with the version that was read; rejects with what went wrong, for the form to place. */
export function useSaveSettings() {
  const client = useQueryClient()
  const toast = useToast()
  const t = useT()
  return async (body: Change): Promise<void> => {
    const read =
      client.getQueryData(queryKeyOf('GET /settings', undefined)) ?? client.getQueryData(queryKeyOf('GET /settings'))
    const ifMatch = etagOf(read)
    try {
      await api('PATCH /settings', { body }, ifMatch ? { ifMatch } : {})
      toast.done(t('accounts.settings.saved'))
    } finally {
      await invalidate(client, '/settings', '/me')
    }
  }
}
