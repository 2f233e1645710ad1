import { Radio, Select, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { clockNow } from '../../kernel/clock.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { afterDecision, type LeadDetail, type RejectionReason, rejectionReasons } from './types.ts'

type Props = { lead: LeadDetail; onClose: () => void; onDone: () => void }
type Values = { reason: RejectionReason | null; note: string; wakeOn: string | null; duplicateOfId: string | null }

const maxRecycles = 3

/** Why sales gives the lead back. Each reason says what it sets in motion before anything is confirmed. */
export function RejectDialog({ lead, onClose, onDone }: Props) {
  const t = useT()
  const form = useForm<Values>({ initialValues: { reason: null, note: '', wakeOn: null, duplicateOfId: null } })
  const route = lead.state === 'accepted' ? 'POST /handovers/:id/return' : 'POST /handovers/:id/rejection'
  const reject = useAct(route, {
    form,
    invalidates: afterDecision,
    done: t('handovers.rejected', { name: lead.contactName }),
    idempotent: true,
  })
  const { reason } = form.values
  const sleeps = (reason === 'no_timing' || reason === 'unreachable') && lead.recycles < maxRecycles
  return (
    <FormDialog
      title={t('handovers.rejection.title', { name: lead.contactName })}
      form={form}
      size="lg"
      onClose={onClose}
      busy={reject.isPending}
      submitLabel={lead.state === 'accepted' ? t('handovers.acts.return') : t('handovers.acts.reject')}
      onSubmit={async ({ reason, note, wakeOn, duplicateOfId }) => {
        if (reason === null) {
          form.setFieldError('reason', t('rules.required'))
          return
        }
        const body = {
          reason,
          note: note || null,
          ...(sleeps && { wakeOn }),
          ...(reason === 'duplicate' && { duplicateOfId }),
        }
        await reject.mutateAsync({ params: { id: lead.id }, body })
        onClose()
        onDone()
      }}
    >
      <Radio.Group label={t('handovers.rejection.reason')} required {...form.getInputProps('reason')}>
        <Stack gap={6} mt={6}>
          {rejectionReasons.map((one) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the radio is inside
            <label key={one} className="ho-reason">
              <Radio
                value={one}
                data-autofocus={one === 'no_timing' || undefined}
                label={t(`handovers.rejection.${one}.title`)}
                description={consequence(t, one, lead)}
                disabled={one === 'unreachable' && lead.attempts < lead.attemptsNeeded}
              />
            </label>
          ))}
        </Stack>
      </Radio.Group>
      {sleeps && (
        <DateField
          label={t('handovers.rejection.wakeOn')}
          description={t('handovers.rejection.wakeOnText')}
          clearable
          minDate={new Date(clockNow() + 86_400_000).toISOString().slice(0, 10)}
          value={form.values.wakeOn}
          onChange={(wakeOn) => form.setFieldValue('wakeOn', wakeOn)}
          error={form.errors.wakeOn}
        />
      )}
      {reason === 'duplicate' && <ContactPicker except={lead.contactId} {...form.getInputProps('duplicateOfId')} />}
      <Textarea
        label={t('handovers.rejection.note')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
    </FormDialog>
  )
}

function consequence(
  t: ReturnType<typeof useT>,
  reason: RejectionReason,
  { recycles, attempts, attemptsNeeded }: LeadDetail,
): string {
  if (reason === 'unreachable' && attempts < attemptsNeeded)
    return t('handovers.rejection.unreachable.locked', { attempts, needed: attemptsNeeded })
  if ((reason === 'no_timing' || reason === 'unreachable') && recycles >= maxRecycles)
    return t('handovers.rejection.tooManyRecycles', { recycles })
  return t(`handovers.rejection.${reason}.text`)
}

type PickerProps = { except: string; value?: string | null; onChange?: (id: string | null) => void; error?: ReactNode }

function ContactPicker({ except, ...props }: PickerProps) {
  const t = useT()
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 200)
  const found =
    useApi('GET /contacts', { query: { q: asked, limit: 20 } }, { enabled: asked.length > 1, keepPrevious: true }).data
      ?.items ?? []
  return (
    <>
      <Select
        label={t('handovers.rejection.duplicateOf')}
        required
        searchable
        onSearchChange={setTyped}
        filter={({ options }) => options}
        nothingFoundMessage={t('handovers.rejection.typeToFind')}
        data={found
          .filter((contact) => contact.id !== except)
          .map(({ id, fullName, email }) => ({ value: id, label: [fullName, email].filter(Boolean).join(' · ') }))}
        {...props}
      />
      <Text size="xs" c="dimmed">
        {t('handovers.rejection.duplicateText')}
      </Text>
    </>
  )
}
