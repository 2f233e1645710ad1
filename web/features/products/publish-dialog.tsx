import { Radio, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Spec } from '#contract/product-parts.ts'
import { DateTimeField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Values = { when: 'now' | 'later'; effectiveFrom: string | null; note: string }

/** Publishes a draft now or from a moment on; says what that sets in motion. */
export function PublishDialog({ productId, spec, onClose }: { productId: string; spec: Spec; onClose: () => void }) {
  const t = useT()
  const form = useForm<Values>({ initialValues: { when: 'now', effectiveFrom: null, note: spec.note ?? '' } })
  const publish = useAct('POST /products/:id/specs/:version/publication', {
    form,
    done: t('products.spec.publishedDone', { version: spec.version }),
  })
  return (
    <FormDialog
      title={t('products.spec.publishTitle', { version: spec.version })}
      form={form}
      onClose={onClose}
      busy={publish.isPending}
      submitLabel={t('products.spec.publish')}
      onSubmit={async ({ when, effectiveFrom, note }) => {
        const body = {
          ...(when === 'later' && effectiveFrom && { effectiveFrom }),
          ...(note.trim() && { note: note.trim() }),
        }
        await publish.mutateAsync({ params: { id: productId, version: spec.version }, body })
        onClose()
      }}
    >
      <Text>{t('products.spec.publishText')}</Text>
      <Radio.Group label={t('products.spec.when')} {...form.getInputProps('when')}>
        <Stack gap="xs" mt="xs">
          <Radio value="now" label={t('products.spec.now')} />
          <Radio value="later" label={t('products.spec.later')} />
        </Stack>
      </Radio.Group>
      {form.values.when === 'later' && (
        <DateTimeField
          label={t('products.spec.from')}
          required
          value={form.values.effectiveFrom}
          error={form.errors.effectiveFrom}
          onChange={(value) => form.setFieldValue('effectiveFrom', value)}
        />
      )}
      <Textarea label={t('products.spec.why')} autosize minRows={2} maxLength={2000} {...form.getInputProps('note')} />
    </FormDialog>
  )
}
