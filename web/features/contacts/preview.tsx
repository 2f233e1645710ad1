import { Group } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { LifecycleBadge } from '../../kernel/record/lifecycle-badge.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import type { ContactRow } from './list.tsx'
import { nameOf } from './name.ts'
import { ScorePanel } from './score-panel.tsx'
import { ContactTimeline } from './timeline.tsx'

/** A contact at a glance, beside the list. */
export function ContactPreview({ contact }: { contact: ContactRow }) {
  const t = useT()
  const format = useFormat()
  return (
    <>
      <Group gap="xs" mb="sm">
        <TemperatureBadge value={contact.temperature} />
        <LifecycleBadge value={contact.lifecycleStage} />
      </Group>
      <Facts title={nameOf(t, contact)}>
        {contact.email && (
          <Fact label={t('contacts.fields.email')}>
            <CopyField value={contact.email} label={t('contacts.fields.email')} />
          </Fact>
        )}
        {contact.phone && (
          <Fact label={t('contacts.fields.phone')}>
            <CopyField value={contact.phone} label={t('contacts.fields.phone')} />
          </Fact>
        )}
        {contact.jobTitle && <Fact label={t('contacts.fields.jobTitle')}>{contact.jobTitle}</Fact>}
        {contact.companyId && (
          <Fact label={t('contacts.fields.company')}>
            <Link to={`/companies/${contact.companyId}`}>{contact.companyName}</Link>
          </Fact>
        )}
        <Fact label={t('contacts.fields.owner')}>{contact.ownerName ?? '–'}</Fact>
        <Fact label={t('contacts.fields.lastActivity')}>{format.relative(contact.lastActivityAt)}</Fact>
      </Facts>
      <ScorePanel contactId={contact.id} />
      <ContactTimeline contactId={contact.id} />
    </>
  )
}
