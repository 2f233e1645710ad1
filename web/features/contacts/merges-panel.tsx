import { Button } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import type { Contact } from './facts.tsx'

/** Who has become this contact, and the way back. */
export function MergesPanel({ contact }: { contact: Contact }) {
  const t = useT()
  const format = useFormat()
  const undo = useAct('POST /contacts/:id/merge/:mergeId/reversal', { done: t('contacts.merge.undone') })
  if (contact.merges.length === 0) return null
  return (
    <Panel title={t('contacts.merge.panel')}>
      <ul className="ct-list">
        {contact.merges.map((merge) => (
          <li key={merge.id}>
            <div>{merge.fullName || merge.email || t('contacts.unnamed')}</div>
            <div className="td-muted">
              {[merge.fullName && merge.email, format.dateTime(merge.at)].filter(Boolean).join(' · ')}
            </div>
            <Can permission="contacts.merge">
              <Button
                size="compact-sm"
                variant="subtle"
                loading={undo.isPending}
                onClick={() => undo.mutate({ params: { id: contact.id, mergeId: merge.id } })}
              >
                {t('contacts.merge.undo')}
              </Button>
            </Can>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
