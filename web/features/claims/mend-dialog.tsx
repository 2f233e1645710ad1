import { Checkbox, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Claim } from '#contract/claims.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { said, touched } from './said.ts'

/** Takes the value in force, or another that is true; in the words of the text too, if they can be found. */
export function MendDialog({ claim, onClose }: { claim: Claim; onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const isGone = claim.currentValue === null
  const form = useForm({
    initialValues: { statedValue: claim.currentValue ?? '', inText: claim.assetType !== 'brief' },
  })
  const mend = useAct('POST /claims/:id/mending', { form, invalidates: touched, done: t('claims.acts.mended') })
  const current = said(format, claim.currentValue, claim.currentUnit)
  return (
    <FormDialog
      title={t('claims.mend.title')}
      form={form}
      onClose={onClose}
      busy={mend.isPending}
      submitLabel={t('claims.mend.submit')}
      onSubmit={async ({ statedValue, inText }) => {
        const own = statedValue.trim() !== claim.currentValue && {
          statedValue: statedValue.trim(),
          unit: claim.currentUnit,
        }
        await mend.mutateAsync({ params: { id: claim.id }, body: { inText, ...own } })
        onClose()
      }}
    >
      <Text>
        <strong>{claim.attributeLabel}</strong> · {claim.productName}
      </Text>
      <Text>
        {isGone
          ? t('claims.mend.gone')
          : t('claims.mend.diff', { stated: said(format, claim.statedValue, claim.unit), current })}
      </Text>
      {!isGone && (
        <>
          <TextInput
            label={t('claims.mend.take')}
            rightSection={claim.currentUnit && <span className="td-muted">{claim.currentUnit}</span>}
            rightSectionWidth={70}
            data-autofocus
            required
            {...form.getInputProps('statedValue')}
          />
          <Checkbox
            label={t('claims.mend.inText')}
            description={t('claims.mend.inTextHint')}
            {...form.getInputProps('inText', { type: 'checkbox' })}
          />
        </>
      )}
    </FormDialog>
  )
}
