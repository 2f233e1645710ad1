import { ActionIcon, Badge, Button, Group, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { BriefPart, Campaign } from '#contract/campaigns.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'

const parts = ['objective', 'customerNeed', 'customerExpectation', 'contribution'] as const

/** The four questions that both teams answer before anything else, each saved by itself. */
export function BriefPanel({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const [adding, setAdding] = useState<BriefPart | null>(null)
  const { editedAt, editedBy } = campaign.brief
  const editor = members.find((member) => member.id === editedBy)?.fullName
  return (
    <Panel
      title={t('campaigns.brief.title')}
      action={
        editedAt && (
          <span className="td-muted cp-small">
            {editor} · {format.relative(editedAt)}
          </span>
        )
      }
    >
      {parts.map((part) => (
        <Part key={part} part={part} campaign={campaign} onAdd={() => setAdding(part)} />
      ))}
      {adding && <EvidenceDialog campaign={campaign} part={adding} onClose={() => setAdding(null)} />}
    </Panel>
  )
}

function Part({ part, campaign, onAdd }: { part: BriefPart; campaign: Campaign; onAdd: () => void }) {
  const t = useT()
  const saved = campaign.brief[part]
  const [text, setText] = useState(saved)
  const [editing, setEditing] = useState(false)
  const write = useAct('PUT /campaigns/:id/brief', {})
  const readOnly = !useCan()('campaigns.write') || campaign.state === 'finished' || campaign.state === 'archived'
  // What a colleague writes shows up unless somebody is writing here.
  useEffect(() => {
    if (!editing) setText(saved)
  }, [saved, editing])
  const params = { id: campaign.id }
  const evidence = campaign.brief.evidence[part] ?? []
  const without = (index: number) => evidence.filter((_, at) => at !== index)
  return (
    <div className="cp-brief">
      <Textarea
        label={
          <span className="cp-inline">
            {t(`campaigns.brief.${part}.title`)}
            {saved.trim() === '' && (
              <Badge size="sm" variant="light" color="red">
                {t('campaigns.brief.missing')}
              </Badge>
            )}
          </span>
        }
        placeholder={t(`campaigns.brief.${part}.hint`)}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        readOnly={readOnly}
        value={text}
        onFocus={() => setEditing(true)}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => {
          setEditing(false)
          if (text !== saved) write.mutate({ params, body: { [part]: text } })
        }}
      />
      <Group gap="xs">
        {evidence.map((one, index) => (
          <span key={`${one.label} ${one.url}`} className="cp-evidence">
            <IconPaperclip size={14} aria-hidden="true" />
            {one.url ? (
              <a href={one.url} target="_blank" rel="noreferrer">
                {one.label}
              </a>
            ) : (
              one.label
            )}
            {!readOnly && (
              <ActionIcon
                size={24}
                variant="subtle"
                color="gray"
                aria-label={`${t('campaigns.offers.remove')}: ${one.label}`}
                onClick={() => write.mutate({ params, body: { evidence: { [part]: without(index) } } })}
              >
                <IconX size={12} />
              </ActionIcon>
            )}
          </span>
        ))}
        {!readOnly && (
          <Button size="compact-sm" variant="subtle" leftSection={<IconPaperclip size={14} />} onClick={onAdd}>
            {t('campaigns.brief.addEvidence')}
          </Button>
        )}
      </Group>
    </div>
  )
}

type DialogProps = { campaign: Campaign; part: BriefPart; onClose: () => void }

function EvidenceDialog({ campaign, part, onClose }: DialogProps) {
  const t = useT()
  const form = useForm({ initialValues: { label: '', url: '' } })
  const write = useAct('PUT /campaigns/:id/brief', { form, done: t('campaigns.brief.saved') })
  const known = campaign.brief.evidence[part] ?? []
  return (
    <FormDialog
      title={`${t('campaigns.brief.addEvidence')}: ${t(`campaigns.brief.${part}.title`)}`}
      form={form}
      onClose={onClose}
      busy={write.isPending}
      onSubmit={async ({ label, url }) => {
        const evidence = [...known, { label, url: url.trim() || null }]
        await write.mutateAsync({ params: { id: campaign.id }, body: { evidence: { [part]: evidence } } })
        onClose()
      }}
    >
      <TextInput
        label={t('campaigns.brief.evidenceLabel')}
        required
        maxLength={300}
        data-autofocus
        {...form.getInputProps('label')}
      />
      <TextInput
        label={t('campaigns.brief.evidenceUrl')}
        type="url"
        placeholder="https://"
        {...form.getInputProps('url')}
        error={form.errors[`evidence.${part}.${known.length}.url`]}
      />
    </FormDialog>
  )
}
