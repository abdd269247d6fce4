import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import { resources } from './resources'
import type { Resource } from './resources/types'
import { useSession } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    /** What the signed-in person must be permitted to open the page. */
    permission?: string
    open?: boolean
    /** The manual's heading about the page, where it is not the title. */
    section?: string
  }
}

const list = () => import('./parts/ResourceList.vue')
const detail = () => import('./parts/ResourceDetail.vue')
const edit = () => import('./parts/ResourceEdit.vue')

function routesOf(resource: Resource): RouteRecordRaw[] {
  const { noun, subject, title, one } = resource
  const id = (to: RouteLocationNormalized) => ({ resource, id: String(to.params.id) })
  const read = `${subject}:read`
  const routes: RouteRecordRaw[] = [
    { path: `/${noun}`, name: noun, component: list, props: { resource }, meta: { title, permission: read, section: title } },
  ]
  if (resource.form && resource.createPermission !== 'nobody') {
    const meta = { title: resource.createLabel ?? `新建${one}`, permission: resource.createPermission ?? `${subject}:create`, section: title }
    routes.push({ path: `/${noun}/new`, component: edit, props: { resource }, meta })
  }
  if (!resource.listOnly) routes.push({ path: `/${noun}/:id`, component: detail, props: id, meta: { title: one, permission: read, section: title } })
  if (resource.editable) {
    const meta = { title: `修改${one}`, permission: resource.changePermission ?? `${subject}:change`, section: title }
    routes.push({ path: `/${noun}/:id/edit`, component: edit, props: id, meta })
  }
  return routes
}

const pages: RouteRecordRaw[] = [
  { path: '/', redirect: '/work' },
  { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignIn.vue'), meta: { title: '登录', open: true } },
  { path: '/work', name: 'work', component: () => import('./pages/Work.vue'), meta: { title: '我的待办' } },
  { path: '/search', name: 'search', component: () => import('./pages/Search.vue'), meta: { title: '查找企业和网点', permission: 'enterprise:read', section: '快递企业' } },
  { path: '/board', name: 'board', component: () => import('./pages/Board.vue'), meta: { title: '任务看板', permission: 'task:read' } },
  { path: '/board/brief', component: () => import('./pages/BoardBrief.vue'), meta: { title: '任务一页概览', permission: 'task:read', section: '任务看板' } },
  { path: '/board/scores', component: () => import('./pages/BoardScores.vue'), meta: { title: '单位评分', permission: 'task:read', section: '任务看板' } },
  { path: '/task-slips/:id/paper', component: () => import('./pages/TaskSlipPaper.vue'), props: true, meta: { title: '督办通知单', permission: 'task:read', section: '督办单' } },
  { path: '/return-overview', name: 'return-overview', component: () => import('./pages/ReturnOverview.vue'), meta: { title: '月报总览', permission: 'monthly-return:overview' } },
  { path: '/endpoint-map', name: 'endpoint-map', component: () => import('./pages/EndPointMap.vue'), meta: { title: '末端网点分布', permission: 'endpoint:read' } },
  { path: '/roles', name: 'roles', component: () => import('./pages/Roles.vue'), meta: { title: '岗位与权限', permission: 'role:read' } },
  { path: '/settings', name: 'settings', component: () => import('./pages/Settings.vue'), meta: { title: '运行设置', permission: 'setting:read' } },
  { path: '/data-quality', name: 'data-quality', component: () => import('./pages/DataQuality.vue'), meta: { title: '数据质量', permission: 'quality:read' } },
  { path: '/deadlines', name: 'deadlines', component: () => import('./pages/Deadlines.vue'), meta: { title: '期限表', permission: 'deadline:read' } },
  { path: '/calendar/:year?', name: 'calendar', component: () => import('./pages/Calendar.vue'), meta: { title: '节假日历', permission: 'deadline:read' } },
  { path: '/imports', name: 'imports', component: () => import('./pages/Imports.vue'), meta: { title: '批量导入', permission: 'import:read' } },
  { path: '/imports/:id', component: () => import('./pages/Import.vue'), props: true, meta: { title: '导入', permission: 'import:read', section: '批量导入' } },
  { path: '/rule-texts/new', component: () => import('./pages/RuleProposal.vue'), meta: { title: '提出规则修改', permission: 'rule-text:propose' } },
  { path: '/invitation', name: 'invitation', component: () => import('./pages/Invitation.vue'), meta: { title: '首次登录', open: true } },
  { path: '/security', name: 'security', component: () => import('./pages/Security.vue'), meta: { title: '账号安全' } },
  { path: '/notifications', name: 'notifications', component: () => import('./pages/Notifications.vue'), meta: { title: '通知', permission: 'notification:read' } },
  { path: '/notification-templates', component: () => import('./pages/NotificationTemplates.vue'), meta: { title: '通知模板', permission: 'template:read' } },
  { path: '/help/:page?', name: 'help', component: () => import('./pages/Help.vue'), meta: { title: '使用手册', open: true } },
  { path: '/:rest(.*)*', name: 'lost', component: () => import('./pages/Lost.vue'), meta: { title: '没有这个页面' } },
]

/** Every page's address. */
export const routes: RouteRecordRaw[] = [...resources.flatMap(routesOf), ...pages]

/** The router, with the sign-in and permission checks before it opens. */
export function createConsoleRouter() {
  const router = createRouter({
    history: createWebHistory('/console/'),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  router.beforeEach(async (to) => {
    const session = useSession()
    await session.recall()
    if (!to.meta.open && !session.isSignedIn) return { name: 'sign-in', query: { next: to.fullPath } }
    if (to.name === 'sign-in' && session.isSignedIn) return '/work'
    if (session.needs.length && !to.meta.open && to.name !== 'security') return '/security'
    if (!session.may(to.meta.permission)) return { name: 'lost', params: { rest: to.path.slice(1).split('/') }, replace: true }
  })
  router.afterEach((to) => {
    document.title = `${to.meta.title} · 驿鉴工作台`
  })
  return router
}
