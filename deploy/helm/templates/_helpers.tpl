{{- define "intake.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "intake.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}{{ .repository }}@{{ .digest }}{{- else -}}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "intake.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}{{ .Values.serviceAccount.name | default (include "intake.name" .) }}{{- else -}}{{ .Values.serviceAccount.name | default "default" }}{{- end -}}
{{- end -}}

{{/* Labels by which objects of a part are found; the part is `.part`. */}}
{{- define "intake.selector" -}}
app.kubernetes.io/name: intake
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "intake.labels" -}}
{{ include "intake.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* An environment variable out of a Secret: `.name`, and where another Secret than the values' one holds it `.at`. */}}
{{- define "intake.secretSetting" -}}
{{- $at := .at | default (get .root.Values.secret.elsewhere .name) | default dict -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ $at.name | default .root.Values.secret.name }}
      key: {{ $at.key | default .name }}
{{- end -}}

{{/* Names of the secret settings that gateways and workers have in common. */}}
{{- define "intake.commonSecrets" -}}
{{- concat (list "DATABASE_URL" "REDIS_URL") (ternary (list "ENCRYPTION_KEYS") (list) .Values.secret.encryptionKeys) | toJson -}}
{{- end -}}

{{/* The environment of a process: `.set` is what the chart says, `.own` what the values add, `.secrets` the names of secret settings. */}}
{{- define "intake.environment" -}}
{{- range $name, $value := merge (deepCopy .own) .root.Values.settings -}}
{{- if hasKey $.set $name -}}{{- fail (printf "%s is set by other values of this chart, not by settings." $name) -}}{{- end -}}
{{- $_ := set $.set $name $value -}}
{{- end -}}
{{- range $name, $value := .set }}
- name: {{ $name }}
  value: {{ toString $value | quote }}
{{- end }}
{{- range .secrets }}
{{ include "intake.secretSetting" (dict "root" $.root "name" .) }}
{{- end }}
{{- end -}}

{{- define "intake.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "intake.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{/* Where a pod may run, for all pods. */}}
{{- define "intake.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The container that brings the schema up to date. */}}
{{- define "intake.migrateContainer" -}}
- name: migrate
  image: {{ include "intake.image" . }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  args: [programs/admin.mjs, migrate, --wait, {{ .Values.migration.wait | quote }}]
  env:
    {{- include "intake.secretSetting" (dict "root" . "name" "DATABASE_URL" "at" .Values.migration.databaseUrl) | nindent 4 }}
  securityContext: {{- include "intake.containerSecurity" . | nindent 4 }}
  resources: {{- toYaml .Values.migration.resources | nindent 4 }}
  volumeMounts:
    - { name: tmp, mountPath: /tmp }
    {{- with .Values.extraVolumeMounts }}{{ toYaml . | nindent 4 }}{{ end }}
{{- end -}}

{{/*
A Deployment of `.part`, whose values are `.values`: `.environment` as text, `.ports`, `.readinessPath`, `.volumes` and `.mounts` of its own.
Its replicas are left out where `.scaled`.
*/}}
{{- define "intake.deployment" -}}
{{- $root := .root -}}
{{- $values := .values -}}
{{- $timeout := int $values.shutdown.timeout -}}
{{- $grace := int (default (add $timeout 5) $values.terminationGracePeriodSeconds) -}}
{{- if le $grace $timeout -}}
{{- fail (printf "%s.terminationGracePeriodSeconds (%d) must be longer than %s.shutdown.timeout (%d): it would be killed amid its shutdown." .part $grace .part $timeout) -}}
{{- end -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "intake.name" $root }}-{{ .part }}
  labels: {{- include "intake.labels" . | nindent 4 }}
spec:
  {{- if not .scaled }}
  replicas: {{ $values.replicas | default 1 }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    {{- toYaml .strategy | nindent 4 }}
  selector:
    matchLabels: {{- include "intake.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "intake.labels" . | nindent 8 }}
        {{- with $root.Values.podLabels }}{{ toYaml . | nindent 8 }}{{ end }}
      {{- with $root.Values.podAnnotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "intake.serviceAccount" $root }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $grace }}
      securityContext: {{- include "intake.podSecurity" $root | nindent 8 }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "intake.selector" . | nindent 14 }}
      {{- with include "intake.placement" $root }}{{ . | nindent 6 }}{{ end }}
      {{- if eq $root.Values.migration.mode "initContainer" }}
      initContainers:
        {{- include "intake.migrateContainer" $root | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .part }}
          image: {{ include "intake.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [programs/{{ .part }}.mjs]
          env: {{- .environment | nindent 12 }}
          ports: {{- toYaml .ports | nindent 12 }}
          startupProbe:
            httpGet: { path: /livez, port: http }
            periodSeconds: 2
            timeoutSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /livez, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: { path: {{ .readinessPath | quote }}, port: http }
            periodSeconds: 3
            timeoutSeconds: 2
            failureThreshold: 2
          securityContext: {{- include "intake.containerSecurity" $root | nindent 12 }}
          resources: {{- toYaml $values.resources | nindent 12 }}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- with .mounts }}{{ toYaml . | nindent 12 }}{{ end }}
            {{- with $root.Values.extraVolumeMounts }}{{ toYaml . | nindent 12 }}{{ end }}
      volumes:
        - { name: tmp, emptyDir: {} }
        {{- with .volumes }}{{ toYaml . | nindent 8 }}{{ end }}
        {{- with $root.Values.extraVolumes }}{{ toYaml . | nindent 8 }}{{ end }}
{{- end -}}

{{/* A Service of `.part` that finds all its processes, for metrics on `.port`. */}}
{{- define "intake.metricsService" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "intake.name" .root }}-{{ .part }}-metrics
  labels:
    {{- include "intake.labels" . | nindent 4 }}
    intake.metrics: {{ .part }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {{- include "intake.selector" . | nindent 4 }}
  ports:
    - { name: metrics, port: {{ .port }}, targetPort: {{ .targetPort }} }
{{- end -}}

{{- define "intake.serviceMonitor" -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "intake.name" .root }}-{{ .part }}
  labels:
    {{- include "intake.labels" . | nindent 4 }}
    {{- with .root.Values.serviceMonitor.labels }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  selector:
    matchLabels:
      {{- include "intake.selector" . | nindent 6 }}
      intake.metrics: {{ .part }}
  endpoints:
    - port: metrics
      path: /metrics
      interval: {{ .root.Values.serviceMonitor.interval }}
      relabelings:
        # The name that the alerts know.
        - { targetLabel: job, replacement: intake-{{ .part }} }
{{- end -}}

{{/* Settings of the bucket, as JSON. */}}
{{- define "intake.bucket" -}}
{{- $set := dict -}}
{{- with .Values.storage.s3 -}}
{{- $_ := set $set "S3_BUCKET" .bucket -}}
{{- $_ := set $set "S3_REGION" .region -}}
{{- if .endpoint }}{{- $_ := set $set "S3_ENDPOINT" .endpoint -}}{{- end -}}
{{- if .forcePathStyle }}{{- $_ := set $set "S3_FORCE_PATH_STYLE" "true" -}}{{- end -}}
{{- end -}}
{{- toJson $set -}}
{{- end }}

{{/* Names of the secrets that the bucket needs, as JSON. */}}
{{- define "intake.bucketSecrets" -}}
{{- toJson (ternary (list "S3_ACCESS_KEY_ID" "S3_SECRET_ACCESS_KEY") (list) .Values.storage.s3.keysInSecret) -}}
{{- end }}

{{/* The claim of the files on a disk. */}}
{{- define "intake.filesClaim" -}}
{{- .Values.storage.local.existingClaim | default (printf "%s-files" (include "intake.name" .)) -}}
{{- end }}
