import { Checkbox, Group, Input, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'
import { DepartmentMark } from '../record/department-mark.tsx'
import { MemberSelect } from '../record/member-select.tsx'

export type DepartmentOwner = { departmentId: string; ownerId: string | null }
type Props = {
  label: string
  description?: string
  value: readonly DepartmentOwner[]
  onChange: (next: DepartmentOwner[]) => void
  /** Only people of the department itself can be named. */
  ownPeople?: boolean
  error?: ReactNode
}

/** Which departments take part, at least one, and who answers for each. */
export function DepartmentOwners({ label, description, value, onChange, ownPeople, error }: Props) {
  const t = useT()
  const { departments } = useMe()
  return (
    <Input.Wrapper label={label} description={description} labelElement="div" role="group" error={error}>
      <Stack gap="xs" my="xs">
        {departments.map(({ id, name }) => {
          const seat = value.find((one) => one.departmentId === id)
          return (
            <Group key={id} gap="sm" wrap="nowrap" align="center">
              <Checkbox
                w={150}
                checked={seat !== undefined}
                disabled={value.length === 1 && seat !== undefined}
                onChange={(event) =>
                  onChange(
                    event.currentTarget.checked
                      ? [...value, { departmentId: id, ownerId: null }]
                      : value.filter((one) => one.departmentId !== id),
                  )
                }
                label={<DepartmentMark department={id} />}
              />
              <MemberSelect
                style={{ flex: 1 }}
                size="sm"
                aria-label={t('kit.members.ownerOf', { department: name })}
                departmentId={ownPeople ? id : undefined}
                disabled={!seat}
                value={seat?.ownerId ?? null}
                onChange={(ownerId) =>
                  onChange(value.map((one) => (one.departmentId === id ? { ...one, ownerId } : one)))
                }
              />
            </Group>
          )
        })}
      </Stack>
    </Input.Wrapper>
  )
}
