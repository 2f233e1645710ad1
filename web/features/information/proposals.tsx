import { Badge, Button, Group, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { InformationItem } from '#contract/information.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { type RowOf, useAct, useApi } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { touched } from './words.ts'

type Proposal = RowOf<'GET /information-items/:id/proposals'>

/** What others propose; the owner takes it over or says why not. Nothing while nobody has proposed anything. */
export function Proposals({ item }: { item: InformationItem }) {
  const t = useT()
  const proposals = useApi('GET /information-items/:id/proposals', {
    params: { id: item.id },
    query: { state: 'open', limit: 50 },
  }).data?.items
  if (!proposals || proposals.length === 0) return null
  return (
    <Panel title={t('information.proposals.open')}>
      <ul className="in-proposals">
        {proposals.map((proposal) => (
          <ProposalRow key={proposal.id} item={item} proposal={proposal} />
        ))}
      </ul>
    </Panel>
  )
}

function ProposalRow({ item, proposal }: { item: InformationItem; proposal: Proposal }) {
  const t = useT()
  const format = useFormat()
  const { member } = useMe()
  const members = useMembers()
  const [declining, setDeclining] = useState(false)
  const params = { id: item.id, proposalId: proposal.id }
  const accept = useAct('POST /information-items/:id/proposals/:proposalId/acceptance', {
    invalidates: touched,
    done: t('information.proposals.accepted'),
  })
  const withdraw = useAct('DELETE /information-items/:id/proposals/:proposalId', {
    invalidates: touched,
    done: t('information.proposals.withdrawn'),
  })
  const name = members.find(({ id }) => id === proposal.proposedBy)?.fullName ?? '–'
  return (
    <li>
      <p className="in-value">{proposal.value}</p>
      <Text size="sm" c="dimmed">
        {t('information.proposals.by', { name, date: format.dateTime(proposal.createdAt) })}
        {proposal.reason && ` · ${proposal.reason}`}
      </Text>
      <Group gap="xs" mt={4}>
        {item.ownerId === member.id && (
          <>
            <Button size="xs" loading={accept.isPending} onClick={() => accept.mutate({ params, body: {} })}>
              {t('information.proposals.accept')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setDeclining(true)}>
              {t('information.proposals.decline')}
            </Button>
          </>
        )}
        {proposal.proposedBy === member.id && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate({ params })}
          >
            {t('information.proposals.withdraw')}
          </Button>
        )}
        {item.ownerId !== member.id && (
          <Badge variant="light" color="gray" size="sm">
            {t('information.proposals.waitsFor', { owner: item.ownerName })}
          </Badge>
        )}
      </Group>
      {declining && <DeclineDialog params={params} onClose={() => setDeclining(false)} />}
    </li>
  )
}

function DeclineDialog({ params, onClose }: { params: { id: string; proposalId: string }; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { reason: '' } })
  const decline = useAct('POST /information-items/:id/proposals/:proposalId/decline', {
    form,
    invalidates: touched,
    done: t('information.proposals.declined'),
  })
  return (
    <FormDialog
      title={t('information.proposals.decline')}
      form={form}
      onClose={onClose}
      busy={decline.isPending}
      submitLabel={t('information.proposals.decline')}
      onSubmit={async (body) => {
        await decline.mutateAsync({ params, body })
        onClose()
      }}
    >
      <TextInput
        label={t('information.proposals.declineReason')}
        required
        maxLength={1000}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}
