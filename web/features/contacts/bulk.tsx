import { Button, TagsInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { api } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import type { Bulk } from '../../kernel/list/types.ts'
import { Can } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import { nameOf } from './name.ts'
import type { ContactRow } from './row.ts'

/** What can be done with the chosen contacts: assign, tag, delete or take out of the bin. */
export function ContactBulk({ ids, rows, clear }: Bulk<ContactRow>) {
  const t = useT()
  const [open, setOpen] = useState<'owner' | 'tags' | 'delete' | null>(null)
  const close = () => setOpen(null)
  const remove = useAct('POST /contacts/bulk', {
    done: ({ affected }) => t('contacts.bulk.deleteDone', { count: affected }),
    undo: (_reply, { body }) =>
      api('POST /contacts/bulk', { body: { ids: body.ids ?? [], change: { restore: true } } }),
  })
  const restore = useAct('POST /contacts/bulk', {
    done: ({ affected }) => t('contacts.bulk.restoreDone', { count: affected }),
  })
  const inBin = new URLSearchParams(location.search).get('deleted') === 'true'
  if (inBin) {
    return (
      <Can permission="contacts.delete">
        <Button
          size="compact-sm"
          onClick={() => void restore.mutateAsync({ body: { ids, change: { restore: true } } }).then(clear)}
        >
          {t('contacts.bulk.restore')}
        </Button>
      </Can>
    )
  }
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen('owner')}>
        {t('contacts.bulk.owner')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setOpen('tags')}>
        {t('contacts.bulk.tags')}
      </Button>
      <Can permission="contacts.delete">
        <Button size="compact-sm" variant="default" color="red" onClick={() => setOpen('delete')}>
          {t('contacts.bulk.delete')}
        </Button>
      </Can>
      {open === 'owner' && <OwnerDialog ids={ids} onClose={close} onDone={clear} />}
      {open === 'tags' && <TagsDialog ids={ids} onClose={close} onDone={clear} />}
      {open === 'delete' && (
        <ConfirmDialog
          title={t('contacts.bulk.deleteTitle')}
          text={t('contacts.bulk.deleteText')}
          affected={rows.map((row) => nameOf(t, row))}
          onConfirm={() => remove.mutateAsync({ body: { ids, change: { delete: true } } }).then(clear)}
          onClose={close}
        />
      )}
    </>
  )
}

type DialogProps = { ids: string[]; onClose: () => void; onDone: () => void }

function OwnerDialog({ ids, onClose, onDone }: DialogProps) {
  const t = useT()
  const form = useForm<{ ownerId: string | null }>({ initialValues: { ownerId: null } })
  const assign = useAct('POST /contacts/bulk', {
    done: ({ affected }) => t('contacts.bulk.ownerDone', { count: affected }),
  })
  return (
    <FormDialog
      title={t('contacts.bulk.ownerTitle')}
      form={form}
      busy={assign.isPending}
      onClose={onClose}
      onSubmit={async ({ ownerId }) => {
        await assign.mutateAsync({ body: { ids, change: { ownerId } } })
        onDone()
        onClose()
      }}
    >
      <p className="td-muted">{t('contacts.bulk.affected', { count: ids.length })}</p>
      <MemberSelect
        label={t('contacts.fields.owner')}
        data-autofocus
        value={form.values.ownerId}
        onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
      />
    </FormDialog>
  )
}

function TagsDialog({ ids, onClose, onDone }: DialogProps) {
  const t = useT()
  const known = useApi('GET /tags').data?.items.map(({ tag }) => tag) ?? []
  const form = useForm<{ addTags: string[]; removeTags: string[] }>({ initialValues: { addTags: [], removeTags: [] } })
  const change = useAct('POST /contacts/bulk', {
    done: ({ affected }) => t('contacts.bulk.tagsDone', { count: affected }),
  })
  return (
    <FormDialog
      title={t('contacts.bulk.tagsTitle')}
      form={form}
      busy={change.isPending}
      onClose={onClose}
      onSubmit={async (tags) => {
        await change.mutateAsync({ body: { ids, change: tags } })
        onDone()
        onClose()
      }}
    >
      <p className="td-muted">{t('contacts.bulk.affected', { count: ids.length })}</p>
      <TagsInput
        label={t('contacts.bulk.addTags')}
        data={known}
        maxLength={60}
        data-autofocus
        {...form.getInputProps('addTags')}
      />
      <TagsInput
        label={t('contacts.bulk.removeTags')}
        data={known}
        maxLength={60}
        {...form.getInputProps('removeTags')}
      />
    </FormDialog>
  )
}
