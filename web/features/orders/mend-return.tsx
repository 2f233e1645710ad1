import { Fieldset, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReturnRecord } from '#contract/orders.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { type Cause, CauseFields } from './causes.tsx'

type Values = { note: string; lines: (Cause & { id: string })[] }

/** Says better why it came back: a shop tells only that it did. */
export function MendReturn({ one, onClose }: { one: ReturnRecord; onClose: () => void }) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      note: one.note ?? '',
      lines: one.lines.map(({ id, reason, attributeKey, claimId, note }) => ({
        ...{ id, reason, attributeKey, claimId, note: note ?? '' },
      })),
    },
  })
  const save = useAct('PATCH /returns/:id', {
    form,
    invalidates: ['/returns', '/orders'],
    ifMatch: `"${one.version}"`,
    done: t('orders.returns.mended'),
  })
  return (
    <FormDialog
      title={t('orders.returns.mend')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={save.isPending}
      onSubmit={async ({ note, lines }) => {
        const body = {
          note: note.trim() || null,
          lines: lines.map((line) => ({ ...line, note: line.note.trim() || null })),
        }
        await save.mutateAsync({ params: { id: one.id }, body })
        onClose()
      }}
    >
      {one.lines.map((line, index) => (
        <Fieldset key={line.id} legend={`${line.quantity} × ${line.name}`}>
          <Stack gap="sm">
            <CauseFields
              label={line.name}
              productId={line.productId}
              value={form.values.lines[index]!}
              onChange={(cause) => form.setFieldValue(`lines.${index}`, { ...form.values.lines[index]!, ...cause })}
            />
          </Stack>
        </Fieldset>
      ))}
      <Textarea
        label={t('orders.returns.note')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
    </FormDialog>
  )
}
