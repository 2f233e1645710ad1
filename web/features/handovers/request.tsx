import { Select, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { useSellers } from './use-sellers.ts'

/** Marketing hands a contact over by hand; `contactId` when it is known already. */
export default function RequestHandover({ onClose, contactId = null }: CreateProps & { contactId?: string | null }) {
  const t = useT()
  const go = useGo()
  const sellers = useSellers()
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 200)
  const found =
    useApi('GET /contacts', { query: { q: asked, limit: 20 } }, { enabled: asked.length > 1, keepPrevious: true }).data
      ?.items ?? []
  const form = useForm<{ contactId: string | null; assigneeId: string | null; note: string }>({
    initialValues: { contactId, assigneeId: null, note: '' },
  })
  const request = useAct('POST /handovers', {
    form,
    invalidates: ['/handovers', '/contacts'],
    done: t('handovers.request.done'),
    idempotent: true,
  })
  return (
    <FormDialog
      title={t('handovers.request.title')}
      form={form}
      onClose={onClose}
      busy={request.isPending}
      submitLabel={t('handovers.request.submit')}
      onSubmit={async ({ contactId, assigneeId, note }) => {
        if (contactId === null) return
        const lead = await request.mutateAsync({ body: { contactId, assigneeId, note: note || null } })
        onClose()
        go('/inbox', { search: { id: lead.id } })
      }}
    >
      {contactId === null && (
        <Select
          label={t('handovers.request.contact')}
          required
          searchable
          data-autofocus
          onSearchChange={setTyped}
          filter={({ options }) => options}
          nothingFoundMessage={t('handovers.rejection.typeToFind')}
          data={found.map(({ id, fullName, email }) => ({
            value: id,
            label: [fullName, email].filter(Boolean).join(' · '),
          }))}
          {...form.getInputProps('contactId')}
        />
      )}
      <Textarea
        label={t('handovers.request.note')}
        description={t('handovers.request.noteText')}
        autosize
        minRows={3}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
      <Select
        label={t('handovers.request.assignee')}
        placeholder={t('handovers.request.byRules')}
        data={sellers}
        searchable
        clearable
        {...form.getInputProps('assigneeId')}
      />
    </FormDialog>
  )
}
