import { Group, Stack } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { LifecycleBadge } from '../../kernel/record/lifecycle-badge.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { nameOf } from './name.ts'
import type { ContactRow } from './row.ts'
import { ScorePanel } from './score-panel.tsx'
import { ContactTimeline } from './timeline.tsx'

/** A contact at a glance, beside the list. */
export function ContactPreview({ contact }: { contact: ContactRow }) {
  const t = useT()
  const format = useFormat()
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <TemperatureBadge value={contact.temperature} />
        <LifecycleBadge value={contact.lifecycleStage} />
      </Group>
      <Facts title={nameOf(t, contact)}>
        {contact.email && (
          <Fact label={t('contacts.fields.email')}>
            <a href={`mailto:${contact.email}`}>{contact.email}</a>
          </Fact>
        )}
        {contact.phone && (
          <Fact label={t('contacts.fields.phone')}>
            <a href={`tel:${contact.phone}`}>{contact.phone}</a>
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
    </Stack>
  )
}
