import { Checkbox, Group, Input, Select, Stack } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'

export type Seats = { departmentId: string; ownerId: string | null }[]
type Props = { value: Seats; onChange: (next: Seats) => void; error: string | undefined }

/** Which departments share the goal, and who of each answers for it. */
export function OwnerFields({ value, onChange, error }: Props) {
  const t = useT()
  const { departments } = useMe()
  const members = useMembers()
  const seat = (id: string) => value.find((one) => one.departmentId === id)
  return (
    <Input.Wrapper
      label={t('goals.fields.owners')}
      description={t('goals.create.ownersHint')}
      labelElement="div"
      role="group"
      error={error}
    >
      <Stack gap="xs" mt="xs">
        {departments.map(({ id, name }) => (
          <Group key={id} gap="sm" wrap="nowrap" align="center">
            <Checkbox
              w={150}
              checked={seat(id) !== undefined}
              disabled={value.length === 1 && seat(id) !== undefined}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...value, { departmentId: id, ownerId: null }]
                    : value.filter((one) => one.departmentId !== id),
                )
              }
              label={<DepartmentMark department={id} />}
            />
            <Select
              style={{ flex: 1 }}
              searchable
              aria-label={t('goals.fields.ownerOf', { department: name })}
              placeholder={t('kit.members.choose')}
              nothingFoundMessage={t('goals.create.nobodyThere')}
              disabled={seat(id) === undefined}
              data={members
                .filter((member) => member.departments.some((one) => one.id === id))
                .map((member) => ({ value: member.id, label: member.fullName }))}
              value={seat(id)?.ownerId ?? null}
              onChange={(ownerId) =>
                onChange(value.map((one) => (one.departmentId === id ? { ...one, ownerId } : one)))
              }
            />
          </Group>
        ))}
      </Stack>
    </Input.Wrapper>
  )
}
