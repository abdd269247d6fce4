import { groups, type Group } from './resources/types'
import { resources } from './resources'

export interface Item {
  path: string
  query?: Record<string, string>
  title: string
  /** One of these opens it. */
  permission?: string | string[]
}

const own: Record<Group, Item[]> = {
  督办: [{ path: '/board', title: '任务看板', permission: 'task:read' }],
  监管: [
    { path: '/return-overview', title: '月报总览', permission: 'monthly-return:overview' },
    { path: '/endpoint-map', title: '末端网点分布', permission: 'endpoint:read' },
    { path: '/imports', title: '批量导入', permission: 'import:read' },
  ],
  信用: [],
  系统: [
    { path: '/notification-templates', title: '通知模板', permission: 'template:read' },
    { path: '/roles', title: '岗位与权限', permission: 'role:read' },
    { path: '/data-quality', title: '数据质量', permission: 'quality:read' },
    { path: '/settings', title: '运行设置', permission: 'setting:read' },
    { path: '/deadlines', title: '期限表', permission: 'deadline:read' },
    { path: '/calendar', title: '节假日历', permission: 'deadline:read' },
  ],
}

/** The menu of somebody with these permissions: only what they can open. */
export function menuFor(may: (permission?: string) => boolean): { group: Group; items: Item[] }[] {
  return groups
    .map((group) => {
      const listed = resources
        .filter((resource) => resource.group === group)
        .map((resource) => ({ path: `/${resource.noun}`, query: resource.menuQuery, title: resource.title, permission: resource.menuPermission ?? `${resource.subject}:read` }))
      return { group, items: [...own[group], ...listed].filter(({ permission }) => (Array.isArray(permission) ? permission.some(may) : may(permission))) }
    })
    .filter(({ items }) => items.length > 0)
}
