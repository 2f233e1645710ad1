import { Button } from '@mantine/core'
import type { Meeting } from '#contract/meetings.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useApi } from '../../../kernel/query.ts'
import { Fact, Facts } from '../../../kernel/record/facts.tsx'
import { InlineField } from '../../../kernel/record/inline-field.tsx'
import type { useRecordSave } from '../../../kernel/record/use-record-save.tsx'
import { When } from '../parts/when.tsx'
import { recurrenceWords } from '../recurrence/words.ts'

type Save = ReturnType<typeof useRecordSave<'GET /meetings/:id', 'PATCH /meetings/:id'>>['save']
type Props = { meeting: Meeting; save?: Save; onMove?: () => void }

/** When, where, who leads, and what it belongs to. */
export function MeetingFacts({ meeting, save, onMove }: Props) {
  const t = useT()
  const readOnly = save === undefined
  return (
    <Facts title={t('meetings.facts.title')}>
      <Fact label={t('meetings.fields.when')}>
        <span>
          <When {...meeting} />
          {onMove && (
            <Button size="compact-sm" variant="transparent" px={0} onClick={onMove}>
              {t('meetings.acts.move')}
            </Button>
          )}
        </span>
      </Fact>
      <InlineField
        kind="number"
        label={t('meetings.fields.duration')}
        unit="min"
        required
        readOnly={readOnly}
        value={meeting.durationMinutes}
        onSave={(minutes, begun) => minutes !== null && save?.({ durationMinutes: minutes }, begun)}
      />
      <InlineField
        kind="member"
        label={t('meetings.fields.leader')}
        required
        readOnly={readOnly}
        value={meeting.leaderId}
        onSave={(leaderId, begun) => leaderId !== null && save?.({ leaderId }, begun)}
      />
      <InlineField
        kind="text"
        label={t('meetings.fields.location')}
        readOnly={readOnly}
        value={meeting.location}
        onSave={(location, begun) => save?.({ location }, begun)}
      />
      {readOnly && meeting.url ? (
        <Fact label={t('meetings.fields.url')}>
          <a href={meeting.url} target="_blank" rel="noreferrer" className="mt-break">
            {meeting.url}
          </a>
        </Fact>
      ) : (
        <InlineField
          kind="url"
          label={t('meetings.fields.url')}
          readOnly={readOnly}
          value={meeting.url}
          onSave={(url, begun) => save?.({ url }, begun)}
        />
      )}
      {meeting.seriesId && <SeriesFact id={meeting.seriesId} isEdited={meeting.isEdited} />}
      {meeting.campaignId && (
        <Fact label={t('meetings.fields.campaign')}>
          <CampaignLink id={meeting.campaignId} />
        </Fact>
      )}
      {meeting.projectId && (
        <Fact label={t('meetings.fields.project')}>
          <ProjectLink id={meeting.projectId} />
        </Fact>
      )}
    </Facts>
  )
}

function SeriesFact({ id, isEdited }: { id: string; isEdited: boolean }) {
  const t = useT()
  const format = useFormat()
  const { data: series } = useApi('GET /meeting-series/:id', { params: { id } })
  return (
    <Fact label={t('meetings.fields.series')}>
      <span>
        <Link to={`/meetings/series/${id}`}>{series ? recurrenceWords(t, format, series.rrule) : '…'}</Link>
        {isEdited && <span className="td-muted mt-small">{t('meetings.facts.edited')}</span>}
      </span>
    </Fact>
  )
}

function CampaignLink({ id }: { id: string }) {
  const { data } = useApi('GET /campaigns/:id', { params: { id } })
  return <Link to={`/campaigns/${id}`}>{data?.name ?? '…'}</Link>
}

function ProjectLink({ id }: { id: string }) {
  const { data } = useApi('GET /projects/:id', { params: { id } })
  return <Link to={`/projects/${id}`}>{data?.name ?? '…'}</Link>
}
