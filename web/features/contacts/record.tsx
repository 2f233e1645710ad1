import { Alert, Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { LifecycleBadge } from '../../kernel/record/lifecycle-badge.tsx'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { ContactActions } from './actions.tsx'
import { ConsentsPanel } from './consents.tsx'
import { DealsPanel } from './deals-panel.tsx'
import { ContactFacts } from './facts.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { MergesPanel } from './merges-panel.tsx'
import { nameOf } from './name.ts'
import { ScorePanel } from './score-panel.tsx'
import { ContactTimeline } from './timeline.tsx'
import './contacts.css'

/** One person: facts, what happened, what to do. */
export default function ContactRecord() {
  const t = useT()
  const id = useParam('id')
  const contact = useApi('GET /contacts/:id', { params: { id } })
  const [merging, setMerging] = useState(false)
  const { save, dialog } = useRecordSave({
    get: 'GET /contacts/:id',
    patch: 'PATCH /contacts/:id',
    params: { id },
    labels: Object.fromEntries(labelled.map((field) => [field, t(`contacts.fields.${field}`)])),
  })
  return (
    <RecordPage
      query={contact}
      title={(one) => nameOf(t, one)}
      crumbs={[{ to: '/contacts', label: t('contacts.list.title') }]}
      badges={(one) => (
        <Group gap="xs">
          <TemperatureBadge value={one.temperature} />
          <LifecycleBadge value={one.lifecycleStage} />
        </Group>
      )}
      actions={(one) => <ContactActions contact={one} onMerge={() => setMerging(true)} />}
      facts={(one) => <ContactFacts contact={one} save={save} />}
      main={(one) => (
        <>
          {one.deletedAt && <InBin id={one.id} />}
          <ContactTimeline contactId={one.id} compose />
        </>
      )}
      aside={(one) => (
        <>
          <ScorePanel contactId={one.id} />
          <Widgets slot="record.tasks" props={{ contactId: one.id }} />
          <DealsPanel contactId={one.id} />
          <ConsentsPanel contactId={one.id} />
          <MergesPanel contact={one} />
        </>
      )}
      dialogs={
        <>
          {dialog}
          {merging && contact.data && <MergeDialog contact={contact.data} onClose={() => setMerging(false)} />}
        </>
      }
    />
  )
}

const labelled = [
  'fullName',
  'firstName',
  'lastName',
  'email',
  'phone',
  'jobTitle',
  'country',
  'region',
  'city',
  'language',
  'source',
  'ownerId',
  'tags',
] as const

function InBin({ id }: { id: string }) {
  const t = useT()
  const restore = useAct('POST /contacts/:id/restoration', { done: t('contacts.record.restored') })
  return (
    <Alert color="amber" mb="md">
      <Group justify="space-between">
        {t('contacts.record.inBin')}
        <Can permission="contacts.delete">
          <Button size="compact-sm" loading={restore.isPending} onClick={() => restore.mutate({ params: { id } })}>
            {t('contacts.record.restore')}
          </Button>
        </Can>
      </Group>
    </Alert>
  )
}
