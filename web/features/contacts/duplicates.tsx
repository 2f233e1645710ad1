import { Badge, Button, Group, Skeleton } from '@mantine/core'
import { IconCopyCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Can } from '../../kernel/me.tsx'
import { type RowOf, useAct, useApiPages } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { ContactCard } from './card.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import './contacts.css'

type Pair = RowOf<'GET /contacts/duplicates'>

/** The dedupe inbox: pairs that may be one person, to be merged or dismissed. */
export default function Duplicates() {
  const t = useT()
  const [merging, setMerging] = useState<Pair | null>(null)
  const pairs = useApiPages('GET /contacts/duplicates', { query: { limit: 20 } })
  return (
    <Page title={t('contacts.duplicates.title')} subtitle={t('contacts.duplicates.subtitle')}>
      {pairs.isPending && <Skeleton h={140} />}
      {!pairs.isPending && pairs.items.length === 0 && (
        <EmptyState
          title={t('contacts.duplicates.none')}
          text={t('contacts.duplicates.noneText')}
          picture={<IconCopyCheck size={40} stroke={1.2} />}
        />
      )}
      {pairs.items.map((pair) => (
        <Row key={pair.id} pair={pair} onMerge={() => setMerging(pair)} />
      ))}
      <MoreButton pages={pairs} />
      {merging && <MergeDialog contact={merging.contact} other={merging.other} onClose={() => setMerging(null)} />}
    </Page>
  )
}

function Row({ pair, onMerge }: { pair: Pair; onMerge: () => void }) {
  const t = useT()
  const dismiss = useAct('POST /contacts/duplicates/dismissal', { done: t('contacts.duplicates.dismissed') })
  return (
    <section className="ct-duplicate">
      <Group justify="space-between" mb="xs">
        <Badge color="gray">{t(`contacts.duplicates.reasons.${pair.reason}`)}</Badge>
        <Can permission="contacts.merge">
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              loading={dismiss.isPending}
              onClick={() => dismiss.mutate({ body: { contactId: pair.contact.id, otherId: pair.other.id } })}
            >
              {t('contacts.duplicates.dismiss')}
            </Button>
            <Button size="compact-sm" onClick={onMerge}>
              {t('contacts.duplicates.merge')}
            </Button>
          </Group>
        </Can>
      </Group>
      <div className="ct-pair">
        <ContactCard contact={pair.contact} />
        <ContactCard contact={pair.other} />
      </div>
    </section>
  )
}
