import { Badge, Button, Group, Stack } from '@mantine/core'
import { IconMail, IconPhone, IconTargetArrow } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { purposeName } from '../../kernel/record/consent-purpose.ts'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { ScoreExplanation } from '../../kernel/record/score-explanation.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { DealDialog } from './deal-dialog.tsx'
import type { LeadDetail } from './types.ts'

/** Why, what they wrote, where they came from; at the right what to do and what may be done with their data. */
export function LeadSections({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className="ho-zones">
      <div>
        <NextStep lead={lead} />
        <Panel title={t('handovers.detail.why')}>
          <ul className="ho-plain">
            {lead.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          {lead.note && lead.state !== 'rejected' && (
            <blockquote style={{ margin: '0.5rem 0 0' }}>{lead.note}</blockquote>
          )}
        </Panel>
        {lead.answers.length > 0 && (
          <Panel
            title={t('handovers.detail.answers')}
            action={lead.formId && lead.formName && <Link to={`/forms/${lead.formId}`}>{lead.formName}</Link>}
          >
            <dl className="ho-answers">
              {lead.answers.map(({ key, label, value }) => (
                <div key={key}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {lead.pageUrl && (
              <p className="td-muted ho-small">{t('handovers.detail.sentFrom', { page: lead.pageUrl })}</p>
            )}
          </Panel>
        )}
        {lead.state === 'accepted' && (
          <Panel title={t('handovers.detail.log')}>
            <Widgets slot="record.composer" props={{ contactId: lead.contactId }} />
          </Panel>
        )}
        <Panel title={t('handovers.detail.journey')}>
          {lead.journey.length === 0 && <p className="td-muted">{t('handovers.detail.noJourney')}</p>}
          <ul className="ho-plain">
            {lead.journey.map(({ at, type, path, name, source }, index) => (
              <li key={`${at}${path}${index.toString()}`} className="ho-small">
                <span className="td-muted td-num">{format.dateTime(at)}</span>{' '}
                {t(`handovers.visit.${type}`, { path, name: name ?? '' })}
                {source && <span className="td-muted"> · {source}</span>}
              </li>
            ))}
          </ul>
        </Panel>
      </div>
      <aside>
        <Panel title={t('handovers.detail.contact')}>
          <Stack gap="xs">
            {lead.contactEmail && <CopyField label={t('handovers.detail.email')} value={lead.contactEmail} />}
            {lead.contactPhone && <CopyField label={t('handovers.detail.phone')} value={lead.contactPhone} />}
          </Stack>
          {lead.source && (
            <p className="td-muted ho-small">{t('handovers.detail.source', { source: sourceWords(t, lead.source) })}</p>
          )}
        </Panel>
        <Panel title={t('handovers.detail.score')}>
          <ScoreExplanation
            contributions={lead.contributions}
            total={lead.contributions.reduce((sum, line) => sum + line.points, 0)}
          />
        </Panel>
        <Panel title={t('handovers.detail.consents')}>
          {lead.consents.length === 0 && <p className="td-muted ho-small">{t('handovers.detail.noConsents')}</p>}
          <ul className="ho-plain">
            {lead.consents.map(({ purpose, state, at, text }) => (
              <li key={purpose} title={text ?? undefined} className="ho-small">
                <Badge color={state === 'granted' ? 'green' : 'gray'} mr={6}>
                  {t(`handovers.consent.${state}`)}
                </Badge>
                {purposeName(t, purpose)}
                <span className="td-muted">{format.date(at)}</span>
              </li>
            ))}
          </ul>
        </Panel>
        <History lead={lead} />
      </aside>
    </div>
  )
}

const sourceWords = (t: ReturnType<typeof useT>, source: string) =>
  t.has(`handovers.sources.${source}`) ? t(`handovers.sources.${source}`) : source.replaceAll('_', ' ')

/** What the situation suggests, with the acts at hand. */
function NextStep({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const format = useFormat()
  const [opensDeal, setOpensDeal] = useState(false)
  const { state, clockAt, contactPhone, contactEmail, dealId } = lead
  const due = clockAt === null ? '' : format.dateTime(clockAt)
  const step = stepOf(lead)
  return (
    <div className="ho-next">
      <strong>{t('handovers.next.title')}</strong>
      <p style={{ margin: '0.25rem 0 0.5rem' }}>
        {t(`handovers.next.${step}`, {
          due,
          hasDue: clockAt === null ? 'no' : 'yes',
          attempts: lead.attempts,
          needed: lead.attemptsNeeded,
          wakeOn: lead.wakeOn === null ? '' : format.date(lead.wakeOn),
          reason: lead.rejectionReason ? t(`handovers.rejection.${lead.rejectionReason}.title`) : '',
          note: lead.note ?? '',
        })}
      </p>
      <Group gap="xs">
        {state === 'accepted' && !dealId && (
          <Button size="xs" leftSection={<IconTargetArrow size={15} />} onClick={() => setOpensDeal(true)}>
            {t('handovers.acts.openDeal')}
          </Button>
        )}
        {dealId && (
          <Button
            size="xs"
            variant="default"
            component={Link}
            to={`/deals/${dealId}`}
            leftSection={<IconTargetArrow size={15} />}
          >
            {t('handovers.acts.seeDeal')}
          </Button>
        )}
        {contactPhone && (
          <Button
            size="xs"
            variant="default"
            component="a"
            href={`tel:${contactPhone}`}
            leftSection={<IconPhone size={15} />}
          >
            {t('handovers.acts.call')}
          </Button>
        )}
        {contactEmail && (
          <Button
            size="xs"
            variant="default"
            component="a"
            href={`mailto:${contactEmail}`}
            leftSection={<IconMail size={15} />}
          >
            {t('handovers.acts.write')}
          </Button>
        )}
      </Group>
      {opensDeal && <DealDialog lead={lead} onClose={() => setOpensDeal(false)} />}
    </div>
  )
}

function stepOf({ state, handRaise, assigneeId, firstTouchAt, dealId, rejectionReason }: LeadDetail) {
  if (state === 'pending') return assigneeId === null ? 'assign' : handRaise ? 'acceptAndCall' : 'accept'
  if (state === 'expired') return 'expired'
  if (state === 'rejected')
    return rejectionReason === 'no_timing' || rejectionReason === 'unreachable' ? 'sleeps' : 'rejected'
  if (firstTouchAt === null) return 'touch'
  return dealId === null ? 'openDeal' : 'deal'
}

function History({ lead }: { lead: LeadDetail }) {
  const t = useT()
  const format = useFormat()
  return (
    <Panel title={t('handovers.detail.history')}>
      <ul className="ho-plain ho-small">
        <li>{t('handovers.detail.requested', { at: format.dateTime(lead.requestedAt) })}</li>
        {lead.routedBecause && <li>{lead.routedBecause}</li>}
        {lead.firstTouchAt && <li>{t('handovers.detail.touched', { at: format.dateTime(lead.firstTouchAt) })}</li>}
        {lead.decidedAt && lead.decidedByName && (
          <li>
            {t(`handovers.detail.${lead.state}`, { name: lead.decidedByName, at: format.dateTime(lead.decidedAt) })}
          </li>
        )}
        {lead.recycles > 0 && <li>{t('handovers.detail.recycles', { count: lead.recycles })}</li>}
        {lead.previous.map((one) => (
          <li key={one.id}>
            <Link to="/inbox" search={{ tab: one.state, id: one.id }}>
              {t('handovers.detail.previous', {
                at: format.date(one.requestedAt),
                state: t(`handovers.state.${one.state}`),
                reason: one.rejectionReason ? ` (${t(`handovers.rejection.${one.rejectionReason}.title`)})` : '',
              })}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
