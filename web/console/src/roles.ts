import type { Option } from './resources/types'

/** The duties an account can hold. */
export const roles: Option[] = [
  { value: 'system_admin', label: '系统管理员' },
  { value: 'security_admin', label: '安全管理员' },
  { value: 'auditor', label: '审计员' },
  { value: 'chief', label: '局领导' },
  { value: 'legal', label: '法制审核' },
  { value: 'inspector', label: '执法人员' },
  { value: 'complaints', label: '申诉专员' },
  { value: 'supervisor', label: '督导单位' },
  { value: 'lead', label: '牵头单位' },
  { value: 'support', label: '配合单位' },
  { value: 'firm', label: '企业填报' },
  { value: 'association', label: '行业协会' },
  { value: 'consumers', label: '消委会' },
]
