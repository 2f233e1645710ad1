import { Badge, Button, Checkbox, MultiSelect, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Campaign } from '#contract/campaigns.ts'
import { type DepartmentOwner, DepartmentOwners } from '../../../kernel/form/department-owners.tsx'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { Widgets } from '../../../kernel/shell/widgets.tsx'

/** Who answers for each department, who came to the kick-off, and who has signed. */
export function PeoplePanel({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const [open, setOpen] = useState<'kickoff' | 'owners' | null>(null)
  const canWrite = useCan()('campaigns.write')
  const isWaiting = ['draft', 'kickoff', 'ready'].includes(campaign.state)
  const nameOf = (id: string | null) => members.find((member) => member.id === id)?.fullName
  return (
    <Panel title={t('campaigns.people.title')}>
      <ul className="cp-seats">
        {campaign.seats.map((seat) => {
          const owner = nameOf(seat.ownerId)
          const [word, color] = seat.signedAt
            ? (['signed', 'green'] as const)
            : seat.attendeeIds.length > 0
              ? (['present', 'amber'] as const)
              : (['absent', 'gray'] as const)
          return (
            <li key={seat.departmentId}>
              <DepartmentMark department={seat.departmentId} />
              <Badge variant="light" color={color} size="sm">
                {t(`campaigns.people.${word}`)}
              </Badge>
              <span className="td-member cp-seat-owner">
                {owner ? (
                  <>
                    <MemberAvatar name={owner} size={20} />
                    <span className="td-clip">{owner}</span>
                  </>
                ) : (
                  <span className="td-muted">{t('campaigns.people.noOwner')}</span>
                )}
              </span>
              {seat.attendeeIds.length > 0 && (
                <span className="td-muted cp-small">{seat.attendeeIds.map(nameOf).filter(Boolean).join(', ')}</span>
              )}
            </li>
          )
        })}
      </ul>
      {campaign.kickoffHeldAt && (
        <p className="td-muted cp-small">{t('campaigns.people.held', { date: format.date(campaign.kickoffHeldAt) })}</p>
      )}
      {canWrite && isWaiting && (
        <div className="cp-inline">
          <Button size="xs" variant="light" onClick={() => setOpen('kickoff')}>
            {t('campaigns.people.hold')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen('owners')}>
            {t('campaigns.people.owners')}
          </Button>
        </div>
      )}
      <Widgets slot="campaign.kickoff" props={{ campaignId: campaign.id }} height={0} />
      {open === 'kickoff' && <KickoffDialog campaign={campaign} onClose={() => setOpen(null)} />}
      {open === 'owners' && <OwnersDialog campaign={campaign} onClose={() => setOpen(null)} />}
    </Panel>
  )
}

type DialogProps = { campaign: Campaign; onClose: () => void }

/** The minutes: who came for each department, and whether it signs off. */
function KickoffDialog({ campaign, onClose }: DialogProps) {
  const t = useT()
  const members = useMembers()
  const form = useForm({
    initialValues: {
      seats: campaign.seats.map((seat) => ({
        departmentId: seat.departmentId,
        name: seat.departmentName,
        ownerId: seat.ownerId,
        memberIds: seat.attendeeIds.length > 0 ? seat.attendeeIds : seat.ownerId ? [seat.ownerId] : [],
        signedOff: seat.signedAt !== null,
      })),
    },
  })
  const hold = useAct('POST /campaigns/:id/kickoff', { form, done: t('campaigns.people.saved') })
  const peopleOf = (departmentId: string, ownerId: string | null) =>
    members
      .filter((member) => member.id === ownerId || member.departments.some(({ id }) => id === departmentId))
      .map((member) => ({ value: member.id, label: member.fullName }))
  return (
    <FormDialog
      title={t('campaigns.people.hold')}
      form={form}
      onClose={onClose}
      busy={hold.isPending}
      onSubmit={async ({ seats }) => {
        const attendance = seats.flatMap(({ departmentId, memberIds, signedOff }) =>
          memberIds.map((memberId, index) => ({ departmentId, memberId, signedOff: signedOff && index === 0 })),
        )
        if (attendance.length > 0) await hold.mutateAsync({ params: { id: campaign.id }, body: { attendance } })
        onClose()
      }}
    >
      {form.values.seats.map((seat, index) => (
        <Stack key={seat.departmentId} gap="xs">
          <MultiSelect
            label={t('campaigns.people.who', { department: seat.name })}
            searchable
            data={peopleOf(seat.departmentId, seat.ownerId)}
            {...form.getInputProps(`seats.${index}.memberIds`)}
          />
          <Checkbox
            label={t('campaigns.people.signOff', { department: seat.name })}
            disabled={seat.memberIds.length === 0}
            {...form.getInputProps(`seats.${index}.signedOff`, { type: 'checkbox' })}
          />
        </Stack>
      ))}
    </FormDialog>
  )
}

function OwnersDialog({ campaign, onClose }: DialogProps) {
  const t = useT()
  const form = useForm<{ owners: DepartmentOwner[] }>({
    initialValues: { owners: campaign.seats.map(({ departmentId, ownerId }) => ({ departmentId, ownerId })) },
  })
  const save = useAct('PATCH /campaigns/:id', { form })
  return (
    <FormDialog
      title={t('campaigns.people.owners')}
      form={form}
      onClose={onClose}
      busy={save.isPending}
      onSubmit={async ({ owners }) => {
        const body = {
          departmentIds: owners.map((one) => one.departmentId),
          ownerIds: [...new Set(owners.flatMap((one) => one.ownerId ?? []))],
        }
        await save.mutateAsync({ params: { id: campaign.id }, body })
        onClose()
      }}
    >
      <DepartmentOwners
        label={t('campaigns.fields.owners')}
        description={t('campaigns.create.ownersHint')}
        value={form.values.owners}
        onChange={(owners) => form.setFieldValue('owners', owners)}
      />
    </FormDialog>
  )
}
