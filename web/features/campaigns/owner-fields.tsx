import { Checkbox, Group, Input, Stack } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { MemberSelect } from '../../kernel/record/member-select.tsx'

export type Owners = { departmentId: string; ownerId: string | null }[]

/** Which departments sit at the table, and who answers for each. */
export function OwnerFields({ value, onChange }: { value: Owners; onChange: (next: Owners) => void }) {
  const t = useT()
  const { departments } = useMe()
  const seat = (id: string) => value.find((one) => one.departmentId === id)
  return (
    <Input.Wrapper
      label={t('campaigns.fields.owners')}
      description={t('campaigns.create.ownersHint')}
      labelElement="div"
      role="group"
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
            <MemberSelect
              style={{ flex: 1 }}
              size="sm"
              aria-label={`${t('campaigns.fields.owner')}: ${name}`}
              disabled={seat(id) === undefined}
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
