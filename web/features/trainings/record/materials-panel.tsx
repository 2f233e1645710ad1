import { ActionIcon, Badge, Button, FileButton, Group, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowUp, IconFile, IconLink, IconNotes, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Material } from '#contract/training-parts.ts'
import type { Training } from '#contract/trainings.ts'
import { upload } from '../../../kernel/api.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { invalidate, useAct } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { useToast } from '../../../kernel/toast.tsx'

const icons = { text: IconNotes, link: IconLink, file: IconFile }

/** What there is to read, watch and download; each is ticked off by its reader. */
export function MaterialsPanel({ training }: { training: Training }) {
  const t = useT()
  const [adding, setAdding] = useState<'text' | 'link' | null>(null)
  return (
    <Panel
      title={t('trainings.materials.title')}
      action={
        training.mayRun && (
          <Group gap={4}>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={() => setAdding('text')}
            >
              {t('trainings.materials.text')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={() => setAdding('link')}
            >
              {t('trainings.materials.link')}
            </Button>
            <AddFile id={training.id} />
          </Group>
        )
      }
    >
      {training.materials.length === 0 && <p className="td-muted">{t('trainings.materials.empty')}</p>}
      <ul className="tr-rows">
        {training.materials.map((material, index) => (
          <MaterialRow key={material.id} training={training} material={material} index={index} />
        ))}
      </ul>
      {adding && <MaterialDialog id={training.id} kind={adding} onClose={() => setAdding(null)} />}
    </Panel>
  )
}

function MaterialRow({ training, material, index }: { training: Training; material: Material; index: number }) {
  const t = useT()
  const format = useFormat()
  const params = { id: training.id, materialId: material.id }
  const read = useAct('POST /trainings/:id/materials/:materialId/reading')
  const move = useAct('PATCH /trainings/:id/materials/:materialId')
  const remove = useAct('DELETE /trainings/:id/materials/:materialId', { done: t('trainings.materials.removed') })
  const Icon = icons[material.kind]
  return (
    <li className="tr-row">
      <div>
        <span className="tr-marks">
          <Icon size={17} stroke={1.6} aria-hidden="true" />
          {material.url ? (
            <a href={material.url} target="_blank" rel="noopener noreferrer">
              {material.title}
            </a>
          ) : (
            <strong>{material.title}</strong>
          )}
        </span>
        {material.body && <div className="tr-text">{material.body}</div>}
      </div>
      <span className="tr-marks">
        {training.state === 'active' &&
          (material.readAt ? (
            <Badge variant="light" color="green">
              {t('trainings.materials.readOn', { day: format.date(material.readAt) })}
            </Badge>
          ) : null)}
        {training.state === 'active' && (
          <Button
            size="compact-sm"
            variant={material.readAt ? 'subtle' : 'light'}
            loading={read.isPending}
            aria-label={t('trainings.materials.markLabel', { title: material.title })}
            onClick={() => read.mutate({ params })}
          >
            {material.readAt ? t('trainings.materials.again') : t('trainings.materials.mark')}
          </Button>
        )}
        {training.mayRun && (
          <>
            <ActionIcon
              color="gray"
              disabled={index === 0}
              aria-label={t('trainings.materials.up', { title: material.title })}
              onClick={() => move.mutate({ params, body: { position: index - 1 } })}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              color="gray"
              aria-label={t('trainings.materials.remove', { title: material.title })}
              onClick={() => remove.mutate({ params })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </>
        )}
      </span>
    </li>
  )
}

function AddFile({ id }: { id: string }) {
  const t = useT()
  const toast = useToast()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const add = async (file: File | null) => {
    if (!file) return
    const form = new FormData()
    form.append('file', file)
    setBusy(true)
    try {
      await upload('POST /trainings/:id/files', { params: { id }, form })
      toast.done(t('trainings.materials.added'))
    } catch (error) {
      toast.failed(error)
    } finally {
      setBusy(false)
      await invalidate(client, '/trainings')
    }
  }
  return (
    <FileButton onChange={(file) => void add(file)}>
      {(props) => (
        <Button {...props} size="compact-sm" variant="subtle" loading={busy} leftSection={<IconPlus size={14} />}>
          {t('trainings.materials.file')}
        </Button>
      )}
    </FileButton>
  )
}

function MaterialDialog({ id, kind, onClose }: { id: string; kind: 'text' | 'link'; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { title: '', body: '', url: '' } })
  const add = useAct('POST /trainings/:id/materials', { form, done: t('trainings.materials.added') })
  return (
    <FormDialog
      title={t(`trainings.materials.${kind}Title`)}
      form={form}
      onClose={onClose}
      busy={add.isPending}
      size={kind === 'text' ? 'lg' : 'md'}
      onSubmit={async ({ title, body, url }) => {
        await add.mutateAsync({ params: { id }, body: { title, body, ...(kind === 'link' && { url }) } })
        onClose()
      }}
    >
      <TextInput
        label={t('trainings.fields.title')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('title')}
      />
      {kind === 'link' && (
        <TextInput
          label={t('trainings.fields.url')}
          type="url"
          required
          placeholder="https://"
          {...form.getInputProps('url')}
        />
      )}
      <Textarea
        label={kind === 'text' ? t('trainings.fields.text') : t('trainings.fields.note')}
        required={kind === 'text'}
        autosize
        minRows={kind === 'text' ? 6 : 2}
        maxLength={20_000}
        {...form.getInputProps('body')}
      />
    </FormDialog>
  )
}
