#!/bin/bash
# Amazon Linux 2023: dnf installs packages, systemctl starts services.
dnf install -y httpd
systemctl enable --now httpd
