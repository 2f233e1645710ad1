import { Checkbox, Group, Input, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { MemberSelect } from '../../kernel/record/member-select.tsx'

export type Seats = { departmentId: string; memberId: string | null }[]
type Props = { value: Seats; onChange: (next: Seats) => void; error?: ReactNode }

/** Which departments take part, and who answers for each. */
export function SeatFields({ value, onChange, error }: Props) {
  const t = useT()
  const { departments } = useMe()
  return (
    <Input.Wrapper label={t('projects.fields.departments')} labelElement="div" role="group" error={error}>
      <Stack gap="xs" my="xs">
        {departments.map(({ id, name }) => {
          const seat = value.find((one) => one.departmentId === id)
          return (
            <Group key={id} gap="sm" wrap="nowrap">
              <Checkbox
                w={150}
                checked={seat !== undefined}
                onChange={(event) =>
                  onChange(
                    event.currentTarget.checked
                      ? [...value, { departmentId: id, memberId: null }]
                      : value.filter((one) => one.departmentId !== id),
                  )
                }
                label={<DepartmentMark department={id} />}
              />
              <MemberSelect
                style={{ flex: 1 }}
                size="sm"
                aria-label={t('projects.fields.ownerOf', { department: name })}
                disabled={!seat}
                value={seat?.memberId ?? null}
                onChange={(memberId) =>
                  onChange(value.map((one) => (one.departmentId === id ? { ...one, memberId } : one)))
                }
              />
            </Group>
          )
        })}
      </Stack>
    </Input.Wrapper>
  )
}

/** As the wire wants it. */
export const seatsBody = (seats: Seats) => ({
  departmentIds: seats.map((seat) => seat.departmentId),
  owners: seats.flatMap(({ departmentId, memberId }) => (memberId ? [{ departmentId, memberId }] : [])),
})
