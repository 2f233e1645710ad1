import { useForm } from '@mantine/form'
import { useT } from '../../../kernel/i18n.tsx'
import { rulesOf } from './rules.ts'
import type { MeetingValues } from './values.ts'

export function useMeetingForm(initialValues: MeetingValues) {
  const t = useT()
  return useForm<MeetingValues>({ initialValues, validate: rulesOf(t) })
}
export type MeetingForm = ReturnType<typeof useMeetingForm>
