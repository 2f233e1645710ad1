import { Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect } from 'react'
import type { MarketingTerms, SalesTerms } from '#contract/agreement-parts.ts'
import type { Agreement } from '#contract/agreements.ts'
import { etagOf } from '../../kernel/api.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { Figures } from './figures.tsx'
import { MarketingFields } from './marketing-fields.tsx'
import { SalesFields } from './sales-fields.tsx'
import { Trend } from './trend.tsx'

type Values = { marketing: MarketingTerms | null; sales: SalesTerms | null; from: string | null; note: string }

/** Writes the next version; beside the fields the last 30 days as they would have been under it. */
export function Editor({ agreement, onClose }: { agreement: Agreement; onClose: () => void }) {
  const t = useT()
  const { id, direction, open, inForce, upcoming } = agreement
  const begun = open ?? upcoming ?? inForce
  const form = useForm<Values>({
    initialValues: {
      marketing: begun?.marketing ?? null,
      sales: begun?.sales ?? null,
      from: open?.from ?? null,
      note: open?.note ?? '',
    },
  })
  const ifMatch = etagOf(agreement)
  const save = useAct('PUT /agreements/:id/draft', {
    form,
    done: t('agreements.editor.done'),
    ...(ifMatch && { ifMatch }),
  })
  const { marketing, sales, from, note } = form.values
  const terms = { ...(marketing && { marketing }), ...(sales && { sales }) }
  return (
    <FormDialog
      title={t('agreements.editor.title')}
      form={form}
      size={1080}
      onClose={onClose}
      busy={save.isPending}
      submitLabel={t('agreements.editor.save')}
      onSubmit={async () => {
        await save.mutateAsync({ params: { id }, body: { ...terms, ...(from && { from }), note } })
        onClose()
      }}
    >
      <p className="td-muted ag-said">{t(`agreements.editor.text.${direction}`)}</p>
      <div className="ag-editor">
        <Stack gap="sm">
          {marketing && (
            <MarketingFields value={marketing} onChange={(next) => form.setFieldValue('marketing', next)} />
          )}
          {sales && <SalesFields value={sales} onChange={(next) => form.setFieldValue('sales', next)} />}
          <DateField
            label={t('agreements.terms.from')}
            description={t('agreements.editor.fromHint')}
            clearable
            value={from}
            onChange={(day) => form.setFieldValue('from', day)}
            error={form.errors.from}
          />
          <Textarea
            label={t('agreements.editor.note')}
            autosize
            minRows={2}
            maxLength={2000}
            {...form.getInputProps('note')}
          />
        </Stack>
        <Preview direction={direction} terms={terms} />
      </div>
    </FormDialog>
  )
}

const calmMs = 400

function Preview({
  direction,
  terms,
}: {
  direction: Agreement['direction']
  terms: { marketing?: MarketingTerms; sales?: SalesTerms }
}) {
  const t = useT()
  const { mutate, data, isError } = useAct('POST /agreements/preview', { invalidates: [], quiet: true })
  const [asked] = useDebouncedValue(JSON.stringify({ direction, ...terms }), calmMs)
  useEffect(() => mutate({ body: JSON.parse(asked) }), [asked, mutate])
  return (
    <section className="ag-preview" aria-label={t('agreements.editor.preview')} aria-live="polite">
      <h3>{t('agreements.editor.preview')}</h3>
      {isError && <p className="td-muted">{t('agreements.editor.previewFailed')}</p>}
      {data?.now && (
        <>
          <Figures attainment={data} now={data.now} />
          <Trend attainment={data} />
        </>
      )}
    </section>
  )
}
