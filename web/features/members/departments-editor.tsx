import { Checkbox, Group, Stack, Text } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'

type Seat = { id: string; isManager: boolean }
type Props = { value: readonly Seat[]; onChange: (value: Seat[]) => void; readOnly: boolean }

/** In which departments somebody works, and which they lead. */
export function DepartmentsEditor({ value, onChange, readOnly }: Props) {
  const t = useT()
  const { departments } = useMe()
  const seats = value.map(({ id, isManager }) => ({ id, isManager }))
  const set = (id: string, seat: Seat | null) =>
    onChange([...seats.filter((one) => one.id !== id), ...(seat ? [seat] : [])])
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a fieldset could not stretch
    <div role="group" aria-label={t('accounts.fields.departments')}>
      <Text size="sm" fw={500} mb={6}>
        {t('accounts.fields.departments')}
      </Text>
      <Stack gap="xs">
        {departments.map(({ id, name }) => {
          const seat = seats.find((one) => one.id === id)
          return (
            <Group key={id} gap="lg">
              <Checkbox
                w={200}
                disabled={readOnly}
                checked={seat !== undefined}
                label={<DepartmentMark department={id} />}
                onChange={(event) => set(id, event.currentTarget.checked ? { id, isManager: false } : null)}
              />
              {seat && (
                <Checkbox
                  disabled={readOnly}
                  checked={seat.isManager}
                  label={t('accounts.members.leadsDepartment')}
                  aria-label={t('accounts.members.leadsDepartmentNamed', { department: name })}
                  onChange={(event) => set(id, { id, isManager: event.currentTarget.checked })}
                />
              )}
            </Group>
          )
        })}
      </Stack>
    </div>
  )
}
