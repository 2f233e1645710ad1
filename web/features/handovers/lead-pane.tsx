import { ActionIcon, Alert, Button, Group, Kbd } from '@mantine/core'
import { IconArrowLeft, IconCheck, IconUserShare, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { LifecycleBadge } from '../../kernel/record/lifecycle-badge.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { PageSkeleton } from '../../kernel/shell/page.tsx'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { LeadClock } from './lead-clock.tsx'
import { LeadSections } from './lead-sections.tsx'
import { RejectDialog } from './reject-dialog.tsx'
import { afterDecision, type LeadDetail } from './types.ts'
import { useIsSeller } from './use-is-seller.ts'

type Props = { id: string; onBack: () => void; onDecided: () => void }

/** Everything known of one lead, and the decision on it. */
export function LeadPane({ id, onBack, onDecided }: Props) {
  const lead = useApi('GET /handovers/:id', { params: { id } })
  if (lead.data) return <Loaded lead={lead.data} onBack={onBack} onDecided={onDecided} />
  return lead.error ? <ErrorScreen error={lead.error} reset={() => void lead.refetch()} /> : <PageSkeleton />
}

function Loaded({ lead, onBack, onDecided }: Omit<Props, 'id'> & { lead: LeadDetail }) {
  const t = useT()
  const can = useCan()
  const isSeller = useIsSeller()
  const [dialog, setDialog] = useState<'reject' | 'assign' | null>(null)
  const { id, state, contactId, contactName, companyId, companyName } = lead
  const isPending = state === 'pending'
  const accept = useAct('POST /handovers/:id/acceptance', {
    invalidates: afterDecision,
    done: t('handovers.accepted', { name: contactName }),
    idempotent: true,
  })
  const onAccept = () => accept.mutate({ params: { id }, body: {} })
  useShortcuts(
    [
      {
        keys: 'a',
        label: 'handovers.acts.accept',
        run: () => (isPending && isSeller && !accept.isPending ? onAccept() : false),
      },
      {
        keys: 'r',
        label: 'handovers.acts.reject',
        run: () => (isSeller && state !== 'rejected' ? setDialog('reject') : false),
      },
      { keys: 's', label: 'handovers.acts.assign', run: () => (isPending ? setDialog('assign') : false) },
    ],
    dialog === null,
  )
  return (
    <article>
      <header className="ho-detail-head">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <ActionIcon variant="subtle" hiddenFrom="md" onClick={onBack} aria-label={t('handovers.back')}>
              <IconArrowLeft size={18} />
            </ActionIcon>
            <h2>
              <Link to={`/contacts/${contactId}`}>{contactName}</Link>
            </h2>
          </Group>
          <LeadClock lead={lead} />
        </Group>
        <Group gap="xs">
          <TemperatureBadge value={lead.temperature} />
          <LifecycleBadge value={lead.lifecycleStage} />
          <span className="td-muted ho-small">
            {lead.jobTitle}
            {lead.jobTitle && companyName && ' · '}
            {companyName && companyId && <Link to={`/companies/${companyId}`}>{companyName}</Link>}
          </span>
          <span className="td-muted ho-small">{lead.assigneeName ?? t('handovers.unassigned')}</span>
        </Group>
        <Group gap="xs">
          {isPending && isSeller && (
            <Button
              leftSection={<IconCheck size={16} />}
              loading={accept.isPending}
              onClick={onAccept}
              rightSection={
                <Kbd size="xs" visibleFrom="md">
                  A
                </Kbd>
              }
            >
              {t('handovers.acts.accept')}
            </Button>
          )}
          {isSeller && (isPending || state === 'accepted') && (
            <Button
              variant="default"
              leftSection={<IconX size={16} />}
              onClick={() => setDialog('reject')}
              rightSection={
                <Kbd size="xs" visibleFrom="md">
                  R
                </Kbd>
              }
            >
              {isPending ? t('handovers.acts.reject') : t('handovers.acts.return')}
            </Button>
          )}
          {isPending && can('handovers.decide') && (
            <Button
              variant="default"
              leftSection={<IconUserShare size={16} />}
              onClick={() => setDialog('assign')}
              rightSection={
                <Kbd size="xs" visibleFrom="md">
                  S
                </Kbd>
              }
            >
              {t('handovers.acts.assign')}
            </Button>
          )}
        </Group>
        {isPending && !isSeller && (
          <Alert color="gray" py="xs">
            {t('handovers.onlySales')}
          </Alert>
        )}
      </header>
      <LeadSections lead={lead} />
      {dialog === 'reject' && <RejectDialog lead={lead} onClose={() => setDialog(null)} onDone={onDecided} />}
      {dialog === 'assign' && <AssignDialog lead={lead} onClose={() => setDialog(null)} />}
    </article>
  )
}
