import { Badge, Button, Group, Select, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { consentPurposes, purposeName } from '../../kernel/record/consent-purpose.ts'
import { Panel } from '../../kernel/record/record-page.tsx'

type Consent = ReplyOf<'GET /contacts/:id/consents'>['items'][number]
const colours = { granted: 'green', withdrawn: 'red', pending: 'amber' } as const

/** What holds now for each purpose, with the proof behind it. */
export function ConsentsPanel({ contactId }: { contactId: string }) {
  const t = useT()
  const [recording, setRecording] = useState(false)
  const all = useApi('GET /contacts/:id/consents', { params: { id: contactId } }).data?.items
  const earlier = all?.filter((one) => !one.current) ?? []
  const action = (
    <Can permission="consents.write">
      <Button size="compact-sm" variant="subtle" onClick={() => setRecording(true)}>
        {t('contacts.consents.record')}
      </Button>
    </Can>
  )
  return (
    <Panel title={t('contacts.consents.title')} action={action}>
      {all?.length === 0 && <p className="td-muted">{t('contacts.consents.none')}</p>}
      <ul className="ct-list">
        {all
          ?.filter((one) => one.current)
          .map((one) => (
            <Entry key={one.id} consent={one} contactId={contactId} />
          ))}
      </ul>
      {earlier.length > 0 && (
        <details>
          <summary className="td-muted">{t('contacts.consents.history')}</summary>
          <ul className="ct-list">
            {earlier.map((one) => (
              <Entry key={one.id} consent={one} contactId={contactId} />
            ))}
          </ul>
        </details>
      )}
      {recording && <RecordConsent contactId={contactId} onClose={() => setRecording(false)} />}
    </Panel>
  )
}

function Entry({ consent, contactId }: { consent: Consent; contactId: string }) {
  const t = useT()
  const format = useFormat()
  const withdraw = useAct('POST /contacts/:id/consents', { done: t('contacts.consents.withdrawn') })
  const { purpose, state } = consent
  const source = consent.formName ?? t(`contacts.consents.methods.${consent.method}`)
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <span>{purposeName(t, purpose)}</span>
        <Badge color={colours[state]}>{t(`contacts.consents.states.${state}`)}</Badge>
      </Group>
      <div className="td-muted">
        {t('contacts.consents.proof', { date: format.dateTime(consent.at), method: source })}
        {consent.actorName && ` · ${t('contacts.consents.by', { actor: consent.actorName })}`}
      </div>
      {(consent.text || consent.pageUrl) && (
        <details>
          <summary>{t('contacts.consents.exactText')}</summary>
          {consent.text && <blockquote className="ct-quote">{consent.text}</blockquote>}
          {consent.pageUrl && (
            <div className="td-muted" style={{ overflowWrap: 'anywhere' }}>
              {t('contacts.consents.page', { url: consent.pageUrl })}
            </div>
          )}
        </details>
      )}
      {consent.current && state === 'granted' && (
        <Can permission="consents.write">
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate({ params: { id: contactId }, body: { purpose, state: 'withdrawn' } })}
          >
            {t('contacts.consents.withdraw')}
          </Button>
        </Can>
      )}
    </li>
  )
}

function RecordConsent({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { purpose: 'marketing_email', text: '' } })
  const record = useAct('POST /contacts/:id/consents', {
    form,
    done: t('contacts.consents.recorded'),
    idempotent: true,
  })
  return (
    <FormDialog
      title={t('contacts.consents.recordTitle')}
      form={form}
      busy={record.isPending}
      onClose={onClose}
      onSubmit={async ({ purpose, text }) => {
        await record.mutateAsync({ params: { id: contactId }, body: { purpose, text, state: 'granted' } })
        onClose()
      }}
    >
      <Select
        label={t('contacts.consents.purpose')}
        allowDeselect={false}
        data={consentPurposes.map((value) => ({ value, label: purposeName(t, value) }))}
        {...form.getInputProps('purpose')}
      />
      <Textarea
        label={t('contacts.consents.text')}
        description={t('contacts.consents.textHint')}
        required
        autosize
        minRows={3}
        maxLength={5000}
        data-autofocus
        {...form.getInputProps('text')}
      />
    </FormDialog>
  )
}
