import { Badge, Button, Tabs, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Training } from '#contract/trainings.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { MoreButton } from '../../../kernel/list/more-button.tsx'
import { type RowOf, useAct, useApiPages } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { MissingList } from '../missing-list.tsx'

type Missing = RowOf<'GET /trainings/missing'>
type Completion = RowOf<'GET /trainings/:id/completions'>

/** Who is missing and who has done it; whoever runs it notes by hand, with the reason. */
export function PeoplePanel({ training }: { training: Training }) {
  const t = useT()
  const [noting, setNoting] = useState<Missing | null>(null)
  const { required, covered } = training.coverage
  return (
    <Panel title={t('trainings.people.title', { covered, required })}>
      <Tabs defaultValue="missing" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="missing">{t('trainings.people.missing', { count: required - covered })}</Tabs.Tab>
          <Tabs.Tab value="done">{t('trainings.people.done')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="missing">
          <MissingList
            query={{ trainingId: training.id }}
            action={(row) =>
              training.mayRun &&
              training.state === 'active' && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('trainings.people.noteLabel', { name: row.fullName })}
                  onClick={() => setNoting(row)}
                >
                  {t('trainings.people.note')}
                </Button>
              )
            }
          />
        </Tabs.Panel>
        <Tabs.Panel value="done">
          <DoneList training={training} />
        </Tabs.Panel>
      </Tabs>
      {noting && <NoteDialog training={training} person={noting} onClose={() => setNoting(null)} />}
    </Panel>
  )
}

function DoneList({ training }: { training: Training }) {
  const t = useT()
  const pages = useApiPages('GET /trainings/:id/completions', { params: { id: training.id } })
  const [revoking, setRevoking] = useState<Completion | null>(null)
  if (pages.isSuccess && pages.items.length === 0) return <p className="td-muted">{t('trainings.people.nobodyYet')}</p>
  return (
    <>
      <ul className="tr-list">
        {pages.items.map((item) => (
          <DoneRow key={item.id} item={item} onRevoke={training.mayRun ? () => setRevoking(item) : undefined} />
        ))}
      </ul>
      <MoreButton pages={pages} />
      {revoking && <RevokeDialog training={training} completion={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

function DoneRow({ item, onRevoke }: { item: Completion; onRevoke: (() => void) | undefined }) {
  const t = useT()
  const format = useFormat()
  const how = [
    t(`trainings.ways.${item.way}`),
    item.score === null ? '' : `${item.score} %`,
    item.reason ?? '',
    format.date(item.completedAt),
  ]
  return (
    <li className="tr-row">
      <div>
        <strong>{item.fullName}</strong>
        <div className="td-muted td-num">{how.filter(Boolean).join(' · ')}</div>
      </div>
      <span className="tr-marks">
        <Badge variant="light" color={item.isValid ? 'green' : 'gray'}>
          {item.isValid
            ? t('trainings.my.validUntil', { day: format.date(item.expiresAt) })
            : t('trainings.people.noLonger')}
        </Badge>
        {onRevoke && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('trainings.people.revokeLabel', { name: item.fullName })}
            onClick={onRevoke}
          >
            {t('trainings.people.revoke')}
          </Button>
        )}
      </span>
    </li>
  )
}

function NoteDialog({ training, person, onClose }: { training: Training; person: Missing; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { reason: '' } })
  const note = useAct('POST /trainings/:id/completions', {
    form,
    done: t('trainings.people.noted', { name: person.fullName }),
    idempotent: true,
  })
  return (
    <FormDialog
      title={t('trainings.people.noteTitle', { name: person.fullName })}
      form={form}
      onClose={onClose}
      busy={note.isPending}
      submitLabel={t('trainings.people.note')}
      onSubmit={async ({ reason }) => {
        await note.mutateAsync({ params: { id: training.id }, body: { memberId: person.memberId, reason } })
        onClose()
      }}
    >
      <Reason hint={t('trainings.people.noteHint')} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}

function RevokeDialog(props: { training: Training; completion: Completion; onClose: () => void }) {
  const t = useT()
  const { training, completion, onClose } = props
  const form = useForm({ initialValues: { reason: '' } })
  const revoke = useAct('POST /trainings/:id/completions/:completionId/revocation', { form })
  return (
    <FormDialog
      title={t('trainings.people.revokeTitle', { name: completion.fullName })}
      form={form}
      onClose={onClose}
      busy={revoke.isPending}
      submitLabel={t('trainings.people.revoke')}
      onSubmit={async (body) => {
        await revoke.mutateAsync({ params: { id: training.id, completionId: completion.id }, body })
        onClose()
      }}
    >
      <Reason hint={t('trainings.people.revokeHint')} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}

function Reason({ hint, ...input }: { hint: string }) {
  const t = useT()
  return (
    <Textarea
      label={t('trainings.fields.reason')}
      description={hint}
      required
      maxLength={500}
      autosize
      minRows={2}
      data-autofocus
      {...input}
    />
  )
}
