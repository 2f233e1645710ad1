import { SegmentedControl } from '@mantine/core'
import type { Meeting } from '#contract/meetings.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct } from '../../../kernel/query.ts'

const rsvpAnswers = ['accepted', 'declined', 'tentative'] as const

/** The reader's own answer; nothing for who is not invited. */
export function Rsvp({ meeting }: { meeting: Meeting }) {
  const t = useT()
  const params = { id: meeting.id }
  const answer = useAct('PUT /meetings/:id/rsvp', {
    optimistic: ({ body }, patch) => patch('GET /meetings/:id', { params }, (old) => ({ ...old, myRsvp: body.answer })),
  })
  if (meeting.myRsvp === null) return null
  return (
    <div className="mt-rsvp">
      <span id="mt-rsvp-question">{t('meetings.rsvp.question')}</span>
      <SegmentedControl
        size="xs"
        aria-labelledby="mt-rsvp-question"
        value={meeting.myRsvp}
        onChange={(chosen) => {
          const given = rsvpAnswers.find((one) => one === chosen)
          if (given) answer.mutate({ params, body: { answer: given } })
        }}
        data={rsvpAnswers.map((value) => ({ value, label: t(`meetings.rsvp.answers.${value}`) }))}
      />
    </div>
  )
}
