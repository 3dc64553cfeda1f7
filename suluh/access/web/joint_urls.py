"""The addresses of acts that need two people, and of encrypted files."""

from __future__ import annotations

from django.urls import path

from suluh.access.web import erasing, exports, joint

urlpatterns = [
    path("joint/", joint.joint, name="joint"),
    path("joint/<uuid:pk>/approve/", joint.joint_approve, name="joint_approve"),
    path("joint/<uuid:pk>/decline/", joint.joint_decline, name="joint_decline"),
    path("joint/<uuid:pk>/withdraw/", joint.joint_withdraw, name="joint_withdraw"),
    path("log/take/", exports.log_take, name="log_take"),
    path("log/take/<uuid:pk>/", exports.log_take_now, name="log_take_now"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:pk>/fetch/", exports.export_fetch, name="export_fetch"),
    path("exports/<uuid:pk>/delete/", exports.export_delete, name="export_delete"),
    path("erasures/", erasing.erasures, name="erasures"),
    path("erasures/ask/<uuid:pk>/", erasing.erasure_ask, name="erasure_ask"),
    path("erasures/<uuid:pk>/", erasing.erase_now, name="erase_now"),
]
