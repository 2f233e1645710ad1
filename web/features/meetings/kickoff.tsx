import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import type { Campaign } from '#contract/campaigns.ts'
import type { MeetingRow } from '#contract/meetings.ts'
import { clockNow } from '../../kernel/clock.ts'
import { DateTimeField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'

/** In a campaign's room: hold its kick-off as a meeting, go to it, or take over who came once it was held. */
export default function CampaignKickoff({ campaignId }: { campaignId: string }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const [isCalling, setIsCalling] = useState(false)
  const { data: campaign } = useApi('GET /campaigns/:id', { params: { id: campaignId } })
  const { data } = useApi('GET /meetings', {
    query: { campaignId, kind: ['kickoff'], state: ['planned', 'live', 'closed'], sort: '-startsAt', limit: 1 },
  })
  const meeting = data?.items[0]
  if (!campaign || !data || !['draft', 'kickoff', 'ready'].includes(campaign.state)) return null
  if (!meeting)
    return can('meetings.write') ? (
      <>
        <Button
          mt="xs"
          size="xs"
          variant="subtle"
          leftSection={<IconUsersGroup size={15} />}
          onClick={() => setIsCalling(true)}
        >
          {t('meetings.kickoff.hold')}
        </Button>
        {isCalling && <CallDialog campaign={campaign} onClose={() => setIsCalling(false)} />}
      </>
    ) : null
  return (
    <div style={{ marginTop: '0.5rem' }}>
      <Link to={`/meetings/${meeting.id}`}>
        {t(`meetings.kickoff.${meeting.state === 'live' ? 'live' : meeting.state === 'closed' ? 'held' : 'planned'}`, {
          date: format.dateTime(meeting.startsAt),
        })}
      </Link>
      {meeting.state === 'closed' && can('campaigns.write') && <TakeOver campaign={campaign} meeting={meeting} />}
    </div>
  )
}

/** Who came to the meeting becomes who came to the kick-off and signs for it, each for their department. */
function TakeOver({ campaign, meeting }: { campaign: Campaign; meeting: MeetingRow }) {
  const t = useT()
  const record = useAct('POST /campaigns/:id/kickoff', { done: t('meetings.kickoff.taken') })
  if (campaign.kickoffMeetingId === meeting.id) return null
  return (
    <Button
      mt="xs"
      size="xs"
      variant="light"
      loading={record.isPending}
      onClick={() => record.mutate({ params: { id: campaign.id }, body: { meetingId: meeting.id } })}
    >
      {t('meetings.kickoff.take')}
    </Button>
  )
}

function CallDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const t = useT()
  const go = useGo()
  const form = useForm<{ name: string; startsAt: string | null }>({
    initialValues: { name: t('meetings.kickoff.name', { campaign: campaign.name }), startsAt: tomorrowAtTen() },
    validate: { startsAt: (at) => (at === null ? t('rules.required') : null) },
  })
  const call = useAct('POST /meetings', { form, done: t('meetings.create.done'), idempotent: true })
  return (
    <FormDialog
      title={t('meetings.kickoff.hold')}
      form={form}
      onClose={onClose}
      busy={call.isPending}
      submitLabel={t('meetings.create.action')}
      onSubmit={async ({ name, startsAt }) => {
        if (startsAt === null) return
        const meeting = await call.mutateAsync({
          body: {
            ...{ name, startsAt, kind: 'kickoff', durationMinutes: 45, campaignId: campaign.id },
            departmentIds: campaign.departmentIds,
          },
        })
        onClose()
        go(`/meetings/${meeting.id}`)
      }}
    >
      <p style={{ margin: 0 }}>{t('meetings.kickoff.text')}</p>
      <TextInput label={t('meetings.fields.name')} required maxLength={200} {...form.getInputProps('name')} />
      <DateTimeField
        label={t('meetings.fields.when')}
        required
        value={form.values.startsAt}
        onChange={(startsAt) => form.setFieldValue('startsAt', startsAt)}
        error={form.errors.startsAt}
      />
    </FormDialog>
  )
}

function tomorrowAtTen(): string {
  const at = new Date(clockNow() + 86_400_000)
  at.setHours(10, 0, 0, 0)
  return at.toISOString()
}
