import { Badge, Button, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { AbsencesEditor } from '../../kernel/form/absences-editor.tsx'
import { LanguagesSelect } from '../../kernel/form/languages-select.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { DepartmentsEditor } from './departments-editor.tsx'
import { useGrantableRoles } from './use-grantable-roles.ts'

type Member = ReplyOf<'GET /members/:id'>

export default function MemberRecord() {
  const t = useT()
  const format = useFormat()
  const id = useParam('id')
  const mayManage = useCan()('members.manage')
  const [removing, setRemoving] = useState(false)
  const member = useApi('GET /members/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    get: 'GET /members/:id',
    patch: 'PATCH /members/:id',
    params: { id },
    labels: {
      jobTitle: t('accounts.fields.jobTitle'),
      roleId: t('accounts.fields.role'),
      capacity: t('accounts.fields.capacity'),
    },
    invalidates: ['/members', '/departments', '/roles', '/me'],
  })
  const remove = useAct('DELETE /members/:id', {
    invalidates: ['/members', '/departments', '/roles'],
    done: t('accounts.members.removed'),
  })
  const restore = useAct('POST /members/:id/restoration', {
    invalidates: ['/members', '/departments', '/roles'],
    done: t('accounts.members.restored'),
  })
  const editable = (one: Member) => mayManage && one.removedAt === null
  return (
    <RecordPage
      query={member}
      title={(one) => one.fullName}
      crumbs={[{ to: '/members', label: t('accounts.members.title') }]}
      badges={(one) =>
        one.removedAt ? (
          <Badge color="gray">{t('accounts.members.state.removed')}</Badge>
        ) : (
          <Badge>{one.roleName}</Badge>
        )
      }
      actions={(one) =>
        mayManage &&
        (one.removedAt ? (
          <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate({ params: { id } })}>
            {t('accounts.members.restore')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => setRemoving(true)}>
            {t('accounts.members.remove')}
          </Button>
        ))
      }
      facts={(one) => (
        <Facts title={t('accounts.members.facts')}>
          <Fact label={t('accounts.fields.email')}>{one.email}</Fact>
          <InlineField
            kind="text"
            label={t('accounts.fields.jobTitle')}
            value={one.jobTitle}
            readOnly={!editable(one)}
            onSave={(jobTitle, begun) => save({ jobTitle }, begun)}
          />
          <Fact label={t('accounts.fields.timeZone')}>{one.timeZone}</Fact>
          <Fact label={t('app.language')}>{t(`app.languages.${one.locale}`)}</Fact>
          <Fact label={t('accounts.members.since')}>{format.date(one.createdAt)}</Fact>
        </Facts>
      )}
      main={(one) => (
        <Stack gap="lg">
          <Panel title={t('accounts.members.access')}>
            <Stack gap="md">
              <RoleSelect member={one} readOnly={!editable(one)} onChange={(roleId) => void save({ roleId })} />
              <DepartmentsEditor
                value={one.departments}
                readOnly={!editable(one)}
                onChange={(departments) => void save({ departments })}
              />
            </Stack>
          </Panel>
          <Panel title={t('accounts.members.leads')}>
            <Text size="sm" c="dimmed" mb="sm">
              {t('accounts.members.leadsText')}
            </Text>
            <Stack gap="md">
              <dl style={{ margin: 0 }}>
                <InlineField
                  kind="number"
                  label={t('accounts.fields.capacity')}
                  value={one.capacity}
                  readOnly={!editable(one)}
                  onSave={(capacity, begun) => save({ capacity: Math.round(capacity ?? 0) }, begun)}
                />
              </dl>
              {editable(one) ? (
                <LanguagesSelect
                  label={t('accounts.fields.languages')}
                  value={one.languages}
                  onChange={(languages) => void save({ languages })}
                />
              ) : (
                <dl style={{ margin: 0 }}>
                  <Fact label={t('accounts.fields.languages')}>{one.languages.join(', ') || '–'}</Fact>
                </dl>
              )}
              <AbsencesEditor
                value={one.absences}
                readOnly={!editable(one)}
                onChange={(absences) => void save({ absences })}
              />
            </Stack>
          </Panel>
        </Stack>
      )}
      dialogs={
        <>
          {dialog}
          {removing && member.data && (
            <ConfirmDialog
              title={t('accounts.members.removeTitle', { name: member.data.fullName })}
              text={t('accounts.members.removeText')}
              confirmLabel={t('accounts.members.remove')}
              onConfirm={() => remove.mutateAsync({ params: { id } })}
              onClose={() => setRemoving(false)}
            />
          )}
        </>
      }
    />
  )
}

function RoleSelect({
  member,
  readOnly,
  onChange,
}: {
  member: Member
  readOnly: boolean
  onChange: (roleId: string) => void
}) {
  const t = useT()
  const { roles } = useGrantableRoles()
  const isMine = roles.some(({ id }) => id === member.roleId)
  const options = isMine ? roles : [{ id: member.roleId, name: member.roleName }]
  return (
    <Select
      label={t('accounts.fields.role')}
      {...(!isMine && !readOnly && { description: t('accounts.members.roleAbove') })}
      allowDeselect={false}
      disabled={readOnly || !isMine}
      data={options.map(({ id, name }) => ({ value: id, label: name }))}
      value={member.roleId}
      onChange={(roleId) => roleId && onChange(roleId)}
      maw={320}
    />
  )
}
