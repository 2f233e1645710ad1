import { ActionIcon, Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Campaign } from '#contract/campaigns.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { Can } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'

/** One message for both teams: the roof, its pillars, and what proves each. */
export function HousePanel({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const [editing, setEditing] = useState(false)
  const { core, pillars } = campaign.messageHouse
  return (
    <Panel
      title={t('campaigns.house.title')}
      action={
        <Can permission="campaigns.write">
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
            {t('campaigns.house.edit')}
          </Button>
        </Can>
      }
    >
      {core || pillars.length > 0 ? (
        <div className="cp-house">
          <p className="cp-roof">{core || '–'}</p>
          <div className="cp-pillars">
            {pillars.map((pillar) => (
              <div key={pillar.title} className="cp-pillar">
                <strong>{pillar.title}</strong>
                <ul>
                  {pillar.proofs.map((proof) => (
                    <li key={proof}>{proof}</li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </div>
      ) : (
        <p className="td-muted cp-hint">{t('campaigns.house.empty')}</p>
      )}
      {editing && <HouseDialog campaign={campaign} onClose={() => setEditing(false)} />}
    </Panel>
  )
}

function HouseDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const t = useT()
  const { core, pillars } = campaign.messageHouse
  const form = useForm({
    initialValues: {
      core,
      pillars: pillars.map(({ title, proofs }, index) => ({ key: String(index), title, proofs: proofs.join('\n') })),
    },
  })
  const save = useAct('PATCH /campaigns/:id', { form, done: t('campaigns.house.saved') })
  return (
    <FormDialog
      title={t('campaigns.house.title')}
      size="lg"
      form={form}
      onClose={onClose}
      busy={save.isPending}
      onSubmit={async (values) => {
        const messageHouse = {
          core: values.core.trim(),
          pillars: values.pillars
            .filter(({ title }) => title.trim() !== '')
            .map(({ title, proofs }) => ({ title: title.trim(), proofs: linesOf(proofs) })),
        }
        await save.mutateAsync({ params: { id: campaign.id }, body: { messageHouse } })
        onClose()
      }}
    >
      <Textarea
        label={t('campaigns.house.core')}
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        {...form.getInputProps('core')}
      />
      {form.values.pillars.map((pillar, index) => (
        <Stack key={pillar.key} gap="xs">
          <Group align="flex-end" wrap="nowrap" gap="xs">
            <TextInput
              style={{ flex: 1 }}
              label={`${t('campaigns.house.pillar')} ${index + 1}`}
              maxLength={300}
              {...form.getInputProps(`pillars.${index}.title`)}
            />
            <ActionIcon
              size="lg"
              variant="subtle"
              color="gray"
              aria-label={`${t('campaigns.house.removePillar')} ${index + 1}`}
              onClick={() => form.removeListItem('pillars', index)}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </Group>
          <Textarea
            label={t('campaigns.house.proofs')}
            autosize
            minRows={2}
            {...form.getInputProps(`pillars.${index}.proofs`)}
          />
        </Stack>
      ))}
      {form.values.pillars.length < 10 && (
        <Button
          variant="default"
          onClick={() => form.insertListItem('pillars', { key: crypto.randomUUID(), title: '', proofs: '' })}
        >
          {t('campaigns.house.addPillar')}
        </Button>
      )}
    </FormDialog>
  )
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
